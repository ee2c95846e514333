import {expect, test} from 'vitest'
import type {ReshardReport} from '../../core/contract/reshard-report.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderReshard} from './reshard-view.ts'

const report: ReshardReport = {
  to: 'n1',
  moved: '',
  movedCount: 0,
  already: '',
  alreadyCount: 0,
  open: '',
  openCount: 0,
  keys: 0,
  emptied: [],
}
const show = (moves: readonly ReshardReport[]) =>
  renderReshard(moves, {nothing: 'No slot is open.', deployment: 'blue'}, plainTheme)

test('slots that came, that were there already, and that are half-way', () => {
  expect(
    show([
      {...report, moved: '866', movedCount: 1, already: '0-99', alreadyCount: 100, keys: 3},
      {...report, to: 'n2', open: '12182', openCount: 1, keys: 100},
    ]),
  ).toMatchInlineSnapshot(`
    "✔ 1 slot is n1's now, with 3 keys  866
    ✔ 100 slots are n1's already  0-99
    ▲ 1 slot left open on the way to n2, 100 keys moved  12182
      redislab reshard --finish --name blue  moves the rest"
  `)
})

test('nothing to do', () => {
  expect(show([])).toBe('No slot is open.')
  expect(show([{...report, already: '1', alreadyCount: 1}])).toBe("✔ 1 slot is n1's already  1")
})

test('a master that gave its last slot away, and slots that no move can help', () => {
  const emptied = [{name: 'n4', replicaOf: 'n1'}]
  const masterless = [
    {slots: '0-99', slotCount: 100, shard: 'shard-2', instances: [{name: 'n2', state: 'dead'}]},
  ]
  expect(
    renderReshard(
      [{...report, moved: '866', movedCount: 1, emptied}],
      {nothing: '', deployment: 'blue', masterless},
      plainTheme,
    ),
  ).toMatchInlineSnapshot(`
    "✔ 1 slot is n1's now, with 0 keys  866
      n4 has no slot left, and replicates from n1 now
    ▲ 100 slots have no master: shard-2 has none (n2 is dead)  0-99
      Bring one back, with what it has on disk: redislab start --name blue n2"
  `)
})
