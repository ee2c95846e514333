import {expect, test} from 'vitest'
import type {LoadSnapshot} from '../core/load/report.ts'
import {renderSnapshot} from './load-view.ts'
import {widthOf} from './table.ts'
import {plainTheme} from './theme.ts'

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
