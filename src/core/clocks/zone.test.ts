import {expect, test} from 'vitest'
import {RedislabError} from '../errors/errors.ts'
import {parseViewedTime} from './viewed-time.ts'
import {formatOffset, offsetOf, parseZone, parseZoneSetting} from './zone.ts'

// Hypotheses: a zone is understood in the forms that people write it in, and refused in one sentence otherwise; a place has another
// offset in summer; the times of log viewers are moments of UTC where they say their zone.

test.each([
  ['+02:00', '+02:00'],
  ['-0530', '-05:30'],
  ['+2', '+02:00'],
  ['UTC+2', '+02:00'],
  ['Z', '+00:00'],
  ['utc', '+00:00'],
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['CET', undefined],
  ['Europe/Atlantis', undefined],
  ['+15:00', undefined],
  ['+02:75', undefined],
  ['', undefined],
])('%s is %s', (text, zone) => {
  expect(parseZone(text)).toBe(zone)
})

test('a setting is of one instance, or of all', () => {
  expect(parseZoneSetting('n1=+02:00')).toEqual({instance: 'n1', zone: '+02:00'})
  expect(parseZoneSetting('a=b=+02:00')).toEqual({instance: 'a=b', zone: '+02:00'})
  expect(parseZoneSetting('Europe/Berlin')).toEqual({instance: undefined, zone: 'Europe/Berlin'})
})

test.each([
  ['n1=noon', '"n1=noon" names no time zone.'],
  ['=+02:00', '"=+02:00" names no instance before the =.'],
])('%s is refused', (text, message) => {
  expect(() => parseZoneSetting(text)).toThrow(RedislabError)
  expect(() => parseZoneSetting(text)).toThrow(message)
})

test.each([
  ['Europe/Berlin', '2024-01-10T12:00:00Z', '+01:00'],
  ['Europe/Berlin', '2024-07-10T12:00:00Z', '+02:00'],
  // The clocks were set on 31 March at 02:00.
  ['Europe/Berlin', '2024-03-31T01:59:00Z', '+01:00'],
  ['Europe/Berlin', '2024-03-31T03:01:00Z', '+02:00'],
  ['Asia/Kathmandu', '2024-07-10T12:00:00Z', '+05:45'],
  ['America/New_York', '2024-01-10T12:00:00Z', '-05:00'],
  ['-03:30', '2024-01-10T12:00:00Z', '-03:30'],
])('a clock of %s that shows %s is %s', (zone, shown, offset) => {
  expect(formatOffset(offsetOf(zone, Date.parse(shown)))).toBe(offset)
})

test.each([
  ['2022-09-28 15:17:36.843 CEST', '2022-09-28T13:17:36.843Z'],
  ['2022-01-26T12:52:35.030123456Z', '2022-01-26T12:52:35.030Z'],
  ['2022-01-26T12:52:35,03+05:30', '2022-01-26T07:22:35.030Z'],
  ['2022-01-26 12:52:35', '2022-01-26T12:52:35.000Z'],
  ['1643201555030', '2022-01-26T12:52:35.030Z'],
  ['1643201555030123', '2022-01-26T12:52:35.030Z'],
  ['1643201555', '2022-01-26T12:52:35.000Z'],
])('%s is the moment %s', (text, moment) => {
  expect(new Date(parseViewedTime(text)?.at ?? 0).toISOString()).toBe(moment)
})

test.each(['2022-01-26 12:52:35', '2022-01-26 12:52:35 CST'])('the zone of %s is not known', (text) => {
  expect(parseViewedTime(text)?.zone).toBeUndefined()
})

test.each(['', 'Mon', '12:52:35', '16432015550'])('%j is no time', (text) => {
  expect(parseViewedTime(text)).toBeUndefined()
})
