import {expect, test} from 'vitest'
import {instancesOf, readRecordedLogs} from '../../../test/support/clocks/recorded-logs.ts'
import {type ClockOptions, planClocks} from '../../core/clocks/plan-clocks.ts'
import {parseZoneSetting} from '../../core/clocks/zone.ts'
import {remarkOnClocks} from './clocks-view.ts'

// Hypotheses: nothing is said of clocks that are in step; of one that is off, or moved, it is said how far and by what, with lines.

const hourMs = 3_600_000
const logs = readRecordedLogs('killed')

function remarks(aheadMs: Readonly<Record<string, number>>, options: ClockOptions = {}): readonly string[] {
  const plan = planClocks(
    instancesOf(logs, (name) => aheadMs[name] ?? 0),
    options,
  )
  return remarkOnClocks(plan).map(({text, lines}) => `${text} ${lines.length > 0 ? '(shown)' : ''}`.trim())
}

test('clocks that are in step, or nearly', () => {
  expect(remarks({})).toEqual([])
  expect(remarks({n3: 150})).toEqual([])
})

test('a clock that is off', () => {
  expect(remarks({n3: 95_000})).toEqual(['n3: the clock is 1 min 35 s ahead of n2. (shown)'])
  expect(remarks({n3: -400})).toEqual([
    expect.stringMatching(/^n3: the clock is 39\d ms to 40\d ms behind n2\. \(shown\)$/),
  ])
  expect(remarks({n3: 95_000}, {align: true})).toEqual([
    'n3: the clock is 1 min 35 s ahead of n2. Its times were moved by -1 min 35 s. (shown)',
  ])
})

test('a clock of another zone', () => {
  expect(remarks({s2: -5.5 * hourMs})).toEqual([
    's2: 5 h 30 min behind n2, which is a whole time zone. Its times were moved by +5 h 30 min. (shown)',
  ])
})

test('zones that are given, of several instances at once', () => {
  expect(remarks({}, {zones: [parseZoneSetting('+02:00')]})).toEqual([
    'n1, n2, n3, s1, s2 and s3: zone +02:00, as given. Their times were moved by -2 h 0 min.',
  ])
})
