import {expect, it} from 'vitest'
import type {TimelineEntry} from '../entries/entry.ts'
import {InstanceNames} from '../incidents/names.ts'
import {explainSlotMove} from './explain-slot-moves.ts'
import {SlotMoves} from './slot-moves.ts'

const [a, b, d, task] = ['a', 'b', 'd', 'c'].map((letter) => letter.repeat(40))
const names = new InstanceNames({
  instances: [
    {name: 'n1', nodeId: a},
    {name: 'n2', nodeId: b},
    {name: 'n4', nodeId: d},
  ].map((one, index) => ({...one, host: '127.0.0.1', port: 7100 + index})) as never,
  masters: [],
})

function follow(...lines: readonly [at: number, instance: string | null, kind: string, fields: object][]) {
  const moves = new SlotMoves(names)
  for (const [at, instance, kind, fields] of lines)
    moves.push({at, instance, kind, fields, message: ''} as unknown as TimelineEntry)
  return moves.all.map(explainSlotMove)
}

const created = {task, source: a, destination: b, slots: '0-99'}

it('follows a task of Redis to its end, with the time without writes', () => {
  const [explained] = follow(
    [1000, 'n2', 'import-task-created', created],
    [1020, 'n1', 'migrate-task-paused', {bytes: 0}],
    [1025, 'n2', 'import-task-completed', {task, keys: 500}],
    [1030, 'n1', 'migrate-task-completed', {task}],
  )
  expect(explained?.summary).toBe('Slots 0-99 went from n1 to n2, whole, in 30 ms, with 500 keys.')
  expect(explained?.reasons.map(({text}) => text).join()).toContain('took no writes for 10 ms')
})

it('says who took over from the node that gave the slots', () => {
  const [explained] = follow(
    [1000, 'n2', 'import-task-created', created],
    [2000, 'n2', 'slot-task-failed', {task, reason: 'Connection is closed (state: wait-stream-eof)'}],
    [3000, 'n2', 'import-source-changed', {task, source: d}],
    [3100, 'n2', 'import-task-completed', {task}],
  )
  expect(explained?.move.outcome).toBe('moved')
  expect(explained?.reasons[0]?.text).toBe(
    'n4 took over from n1 in the middle of it: n2 began again, with n4, by itself.',
  )
})

it('tells a job of Valkey that failed from one that was cancelled', () => {
  const job = `{name: ${task}, operation: export, target_node_id: ${b}, slots: 0-99}`
  const begun = [1000, 'n1', 'slot-export-requested', {job}] as const
  expect(follow([...begun], [1200, 'n1', 'slot-migration-failed', {job, reason: 'OOM'}])[0]?.summary).toBe(
    'Slots 0-99 did not get from n1 to n2: their migration failed after 200 ms (OOM).',
  )
  expect(
    follow([...begun], [1200, 'n1', 'slot-migration-finished', {job, state: 'cancelled'}])[0]?.summary,
  ).toBe('Slots 0-99 stayed with n1: their move to n2 was cancelled after 200 ms.')
})
