import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parseMoment, parsePeriodBefore} from './moment.ts'

const {TZ} = process.env
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin'
})
afterAll(() => {
  if (TZ === undefined) delete process.env['TZ']
  else process.env['TZ'] = TZ
})

/** Half past midnight in Berlin. */
const now = Date.parse('2026-11-06T00:30:00+01:00')

describe('parseMoment', () => {
  it.each([
    ['30s', '2026-11-06T00:29:30+01:00'],
    ['1h', '2026-11-05T23:30:00+01:00'],
    // The last time that it was so late: yesterday, where today it is still to come.
    ['23:58', '2026-11-05T23:58:00+01:00'],
    ['00:10', '2026-11-06T00:10:00+01:00'],
    ['0:30', '2026-11-06T00:30:00+01:00'],
    ['00:31', '2026-11-05T00:31:00+01:00'],
    ['23:58:30.5', '2026-11-05T23:58:30.500+01:00'],
    ['2026-11-05', '2026-11-05T00:00:00+01:00'],
    ['2026-11-05T23:58', '2026-11-05T23:58:00+01:00'],
    ['2026-11-05 23:58:01', '2026-11-05T23:58:01+01:00'],
    ['2026-11-05T23:58:00.250Z', '2026-11-05T23:58:00.250Z'],
    ['2026-11-05T23:58:00+05:30', '2026-11-05T23:58:00+05:30'],
  ])('reads %s', (text, expected) => {
    expect(new Date(parseMoment(text, now))).toEqual(new Date(expected))
  })

  it.each([
    '',
    'yesterday',
    '24:00',
    '12:60',
    '12',
    '1:2',
    '2026-13-01',
    '2026-11-05T25:00',
    '5x',
    '12:00:61',
  ])('refuses %j', (text) => {
    expect(() => parseMoment(text, now)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `"${text}" is neither a duration nor a time.`,
      }),
    )
  })

  it.each([
    ['23:58', '2026-11-05T23:58:59.999+01:00'],
    ['0:30', '2026-11-06T00:30:59.999+01:00'],
    ['23:58:07', '2026-11-05T23:58:07.999+01:00'],
    ['23:58:07.250', '2026-11-05T23:58:07.250+01:00'],
    ['2026-11-05T08:00', '2026-11-05T08:00:59.999+01:00'],
    ['2026-11-05T08:00:00Z', '2026-11-05T08:00:00.999Z'],
    ['2026-11-05T08:00+05:30', '2026-11-05T08:00:59.999+05:30'],
    ['2026-11-05', '2026-11-05T23:59:59.999+01:00'],
    ['30s', '2026-11-06T00:29:30+01:00'],
  ])('the end of %s', (text, expected) => {
    expect(new Date(parseMoment(text, now, 'last'))).toEqual(new Date(expected))
  })
})

describe('parsePeriodBefore', () => {
  // 00:30 at the end of a log that began the day before.
  const end = Date.parse('2026-11-06T00:30:00+01:00')

  it.each([
    [{since: '23:58'}, '2026-11-05T23:58', undefined],
    [{since: '23:58', until: '00:05'}, '2026-11-05T23:58', '2026-11-06T00:05'],
    [{since: '00:10', until: '00:20'}, '2026-11-06T00:10', '2026-11-06T00:20'],
    [{until: '00:05'}, undefined, '2026-11-06T00:05'],
    // The last day may have no such time in its logs: all of them are before it.
    [{until: '01:00'}, undefined, '2026-11-06T01:00'],
    [{since: '5m'}, '2026-11-06T00:25', undefined],
    [{since: '2026-11-04', until: '00:05'}, '2026-11-04T00:00', '2026-11-04T00:05'],
  ])('%j', (texts, since, until) => {
    const moment = (text: string | undefined) => (text === undefined ? undefined : new Date(text).getTime())
    expect(parsePeriodBefore(texts, end)).toEqual({since: moment(since), until: moment(until)})
  })
})
