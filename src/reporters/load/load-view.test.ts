import {expect, test} from 'vitest'
import type {LoadReport, LoadSnapshot} from '../../core/load/report.ts'
import {widthOf} from '../kit/table.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderSeenByClients, renderSnapshot} from './load-view.ts'

const well: LoadSnapshot = {
  kind: 'acked-writes',
  elapsedMs: 4760,
  succeeded: 951,
  failed: 0,
  errors: {},
  outageMs: null,
}
const ill = {...well, failed: 553, errors: {reset: 533, disconnected: 19, closed: 1}, outageMs: 1230}

test('while all is well it says no more than that', () => {
  expect(renderSnapshot(well, plainTheme, {width: 80})).toBe('acked-writes  4.76 s     951 succeeded')
})

test('what fails is on one line, however narrow the terminal', () => {
  expect(renderSnapshot(ill, plainTheme, {width: 130})).toBe(
    'acked-writes  4.76 s     951 succeeded  553 failed  ✖ no success for 1.23 s  reset 533, disconnected 19, closed 1',
  )
  for (const width of [120, 100, 90, 80])
    expect(widthOf(renderSnapshot(ill, plainTheme, {width}))).toBeLessThanOrEqual(width)
  expect(renderSnapshot(ill, plainTheme, {width: 100})).toMatch(/ {2}reset 533, di.*…$/)
})

const report: LoadReport = {
  kind: 'acked-writes',
  deployment: 'default',
  masterName: 'mymaster',
  rate: 200,
  concurrency: 4,
  at: null,
  checkedOn: 'n1',
  notChecked: null,
  otherMasters: [],
  startedAt: '2026-11-05T12:00:00.000Z',
  endedAt: '2026-11-05T12:00:10.000Z',
  durationMs: 10_000,
  succeeded: 2000,
  failed: 0,
  errors: {},
  latencyMs: null,
  outageMs: 0,
  outage: null,
  outages: 0,
  longestGapMs: 10,
  overTime: [],
  acknowledged: 2000,
  surviving: 2000,
  lost: 0,
  unknown: 0,
  unknownSurviving: 0,
  refused: 0,
  lostFrom: null,
  lostTo: null,
}

test('a load that a busy machine starves says so; one whose clients wait through an outage does not', () => {
  const headOf = (changes: Partial<LoadReport>) =>
    renderSeenByClients({...report, ...changes} as LoadReport, plainTheme).split('\n')[0]
  expect(headOf({})).toContain('200 writes a second, 4 at a time')
  expect(headOf({succeeded: 300, failed: 50})).toContain('▲ only 35 of the 200 writes a second')
  expect(headOf({succeeded: 600, failed: 4, outageMs: 7000})).toContain('200 writes a second, 4 at a time')
  expect(headOf({succeeded: 400, failed: 1500, outageMs: 7000})).toContain('200 writes a second, 4 at a time')
})

test('a refused connection is not called as a refused write is', () => {
  const text = renderSeenByClients({...report, failed: 5, errors: {refused: 5}, refused: 6}, plainTheme)
  expect(text).toMatch(/not written +6 +refused by Redis, or never sent/)
  expect(text).toMatch(/failed +5 +connection refused 5/)
})
