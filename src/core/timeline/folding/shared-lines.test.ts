import {expect, test} from 'vitest'
import type {TimelineEntry} from '../entries/entry.ts'
import {SharedLineFold, type SharedLineRow} from './shared-lines.ts'

function said(at: number, instance: string, kind: string, about: string): TimelineEntry {
  return {
    at,
    instance,
    index: 0,
    source: 'log',
    role: 'replica',
    level: 'notice',
    kind,
    severity: kind === 'election-won' ? 'notice' : 'error',
    message: kind,
    fields: kind === 'cluster-state-changed' ? {state: about} : {node: about},
  }
}

const describeRow = (row: SharedLineRow) =>
  row.kind === 'entry'
    ? `${row.entry.instance} ${row.entry.kind}`
    : `${row.line.others.map(({instance}) => instance).join(' ')} too: ${row.line.first.kind}`

function tell(entries: readonly TimelineEntry[]): readonly string[] {
  const fold = new SharedLineFold()
  return [...entries.flatMap((entry) => fold.push(entry)), ...fold.flush()].map(describeRow)
}

test('what every node says is told once, and who else said it when something else happens', () => {
  const voices = ['n1', 'n3', 'n4', 'n6'].flatMap((name, index) => [
    said(index, name, 'node-failing-heard', 'n2'),
    said(index, name, 'cluster-state-changed', 'fail'),
  ])
  expect(tell([...voices, said(10, 'n5', 'election-won', '')])).toEqual([
    'n1 node-failing-heard',
    'n1 cluster-state-changed',
    'n3 n4 n6 too: node-failing-heard',
    'n3 n4 n6 too: cluster-state-changed',
    'n5 election-won',
  ])
})

test('the same of another node, or much later, is told again', () => {
  expect(
    tell([
      said(0, 'n1', 'node-failing-heard', 'n2'),
      said(1, 'n1', 'node-failing-heard', 'n3'),
      said(2, 'n4', 'node-failing-heard', 'n3'),
      said(2000, 'n4', 'node-failing-heard', 'n2'),
    ]),
  ).toEqual([
    'n1 node-failing-heard',
    'n1 node-failing-heard',
    'n4 too: node-failing-heard',
    'n4 node-failing-heard',
  ])
})

test('what is quiet ends by the clock', () => {
  const fold = new SharedLineFold()
  for (const name of ['n1', 'n2']) fold.push(said(0, name, 'cluster-state-changed', 'ok'))
  expect(fold.expire(400)).toEqual([])
  expect(fold.expire(600).map(describeRow)).toEqual(['n2 too: cluster-state-changed'])
})
