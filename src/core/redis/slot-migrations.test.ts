import {expect, it} from 'vitest'
import {parseSlotMigrations} from './slot-migrations.ts'

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40))

it('reads a task of Redis 8.6', () => {
  const reply = [
    [
      'id',
      c,
      'slots',
      '0-99 200-201',
      'source',
      a,
      'dest',
      b,
      'operation',
      'migrate',
      'state',
      'completed',
    ].concat(['last_error', '', 'retries', '0', 'create_time', '1796045313719', 'write_pause_ms', '2']),
  ]
  expect(parseSlotMigrations(reply)).toEqual([
    {
      id: c,
      slots: '0-99,200-201',
      operation: 'export',
      source: a,
      target: b,
      state: 'completed',
      outcome: 'done',
      reason: null,
      writePauseMs: 2,
      remainingBytes: null,
    },
  ])
})

it('reads a job of Valkey 9.1', () => {
  const reply = [
    ['name', c, 'operation', 'IMPORT', 'slot_ranges', '0-99', 'target_node', b, 'source_node', a].concat([
      'state',
      'failed',
      'message',
      'Slots are no longer owned by source node',
      'remaining_repl_size',
      '7',
    ]),
  ]
  expect(parseSlotMigrations(reply)).toMatchObject([
    {
      id: c,
      slots: '0-99',
      operation: 'import',
      outcome: 'failed',
      reason: 'Slots are no longer owned by source node',
      remainingBytes: 7,
    },
  ])
})

it('takes a state that it does not know for one that is under way', () => {
  expect(parseSlotMigrations([['id', c, 'state', 'accumulate-buffer']])).toMatchObject([
    {outcome: 'under-way'},
  ])
  expect(parseSlotMigrations(null)).toEqual([])
})
