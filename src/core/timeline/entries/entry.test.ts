// Hypothesis: what redislab did to slots is told in the right number.

import {expect, test} from 'vitest'
import {entryOfJournal} from './entry.ts'

type Entry = Parameters<typeof entryOfJournal>[0]['entry']
const message = (entry: object) => entryOfJournal({at: 0, entry: entry as Entry}, {instances: []}).message

test('one slot, and several', () => {
  const moved = {kind: 'slots-moved', to: 'n2', keys: 3, open: 0, atomic: false}
  expect(message({...moved, slots: '10'})).toBe('slot 10 moved to n2, with 3 keys')
  expect(message({...moved, slots: '10-12'})).toBe('slots 10-12 moved to n2, with 3 keys')
  expect(message({...moved, slots: '10,12'})).toBe('slots 10,12 moved to n2, with 3 keys')
  const between = {from: 'n1', to: 'n2', id: 'x'}
  expect(message({kind: 'reshard-begun', slots: '7', ...between})).toBe(
    'slot 7 is to move from n1 to n2, whole',
  )
  expect(message({kind: 'reshard-cancelled', slots: '7', ...between})).toBe(
    'the move of slot 7 from n1 to n2 is cancelled',
  )
})
