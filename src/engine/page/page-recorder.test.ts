// Hypothesis: a page tells what happened in the order of time, though a line that is followed may arrive late.

import {expect, test} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import {PageRecorder} from './page-recorder.ts'

test('a line that arrived late stands where it belongs', () => {
  const {plan, entries} = readFailover('killed')
  const recorder = new PageRecorder({...plan, topology: null}, undefined)
  const late = entries.slice(10, 12)
  for (const entry of [...entries.slice(0, 10), ...entries.slice(12), ...late])
    recorder.push(entry, undefined)
  const page = recorder.describe([], {to: entries.at(-1)?.at ?? 0, madeAt: 0})
  const times = page.entries.map(({at}) => at)
  expect(times).toEqual(times.toSorted())
  expect(times.length).toBeGreaterThan(20)
})

test('a shard with several ranges of slots has all of them', () => {
  const {plan} = readFailover('cluster-killed')
  const masters = plan.masters.map((group, index) =>
    index === 0 ? {...group, moreSlots: [{first: 16_000, last: 16_383}]} : group,
  )
  const page = new PageRecorder({...plan, masters, topology: null}, undefined).describe([], {
    to: 0,
    madeAt: 0,
  })
  expect(page.groups[0]?.slots).toBe('0-5460,16000-16383')
})
