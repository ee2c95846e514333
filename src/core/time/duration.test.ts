import {describe, expect, it} from 'vitest'
import {formatDuration, parseDuration} from './duration.ts'

describe('parseDuration', () => {
  it.each([
    ['200ms', 200],
    ['0ms', 0],
    ['5s', 5000],
    ['1.5s', 1500],
    ['0.0005s', 1],
    ['2m', 120_000],
    ['2min', 120_000],
    ['1h', 3_600_000],
    [' 5s ', 5000],
    ['8760h', 365 * 24 * 3_600_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each([
    '',
    '5',
    '5 s',
    '5S',
    's',
    '-5s',
    '+5s',
    '.5s',
    '5.s',
    '1e3s',
    '5d',
    '5s5s',
    '8761h',
    `${'9'.repeat(400)}s`,
    '５s',
    'constructor',
  ])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: expect.stringMatching(/" is not a duration\.$/),
        suggestions: ['Write a number and a unit: 200ms, 5s, 1.5s, 2m, 1h.'],
      }),
    )
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [740, '740 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1000, '1.00 s'],
    [1040, '1.04 s'],
    [9990, '9.99 s'],
    [9996, '10.0 s'],
    [10_000, '10.0 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 0 s'],
    [60_000, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h 0 min'],
    [3_600_000, '1 h 0 min'],
    [90_000_000, '25 h 0 min'],
  ])('writes %d ms as a person would', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
