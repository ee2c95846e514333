import {describe, expect, test} from 'vitest'
import {parseMoment} from './clock.ts'

const now = new Date(2026, 2, 1, 12, 30, 0).getTime()

describe('moments', () => {
  test.each([
    ['12:10', new Date(2026, 2, 1, 12, 10, 59, 999)],
    ['12:10:05', new Date(2026, 2, 1, 12, 10, 5, 999)],
    ['12:10:05.250', new Date(2026, 2, 1, 12, 10, 5, 250)],
    ['12:30', new Date(2026, 2, 1, 12, 30, 59, 999)],
    ['23:58', new Date(2026, 1, 28, 23, 58, 59, 999)],
    ['2026-02-27T08:00:00', new Date(2026, 1, 27, 8, 0, 0)],
    ['2026-02-27T08:00:00Z', new Date(Date.UTC(2026, 1, 27, 8, 0, 0))],
  ])('%s', (text, date) => {
    expect(new Date(parseMoment(text, now))).toEqual(date)
  })

  test.each(['', '5', '24:00', '12:60', '12:10:61', 'yesterday', '2026-13-01T00:00:00'])(
    '%j is none',
    (text) => {
      expect(() => parseMoment(text, now)).toThrow(/is not a moment/)
    },
  )
})
