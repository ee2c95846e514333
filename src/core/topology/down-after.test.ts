import {expect, it} from 'vitest'
import {planOf} from '../../../test/support/samples.ts'
import {downAfterOf} from './down-after.ts'
import type {Timing} from './plan.ts'

function downAfterOfEach(topology: string, timing: Timing): readonly number[] {
  const plan = planOf(topology, {settings: {timing, downAfterMs: 600}})
  const [master] = plan.masters
  if (master === undefined) throw new TypeError('no master')
  return plan.instances
    .filter(({kind}) => kind === 'sentinel')
    .map((sentinel) => downAfterOf(plan, master, sentinel))
}

it.for([
  ['1m2r3s', [600, 600, 900]],
  ['1m2r5s', [600, 600, 600, 900, 900]],
  ['1m1s', [600]],
] as const)('with fast timing, %s: as many sentinels as the quorum needs are quick', ([topology, each]) => {
  expect(downAfterOfEach(topology, 'fast')).toEqual(each)
})

it('with other timings all have the same', () => {
  expect(downAfterOfEach('1m2r3s', 'lab')).toEqual([600, 600, 600])
  expect(downAfterOfEach('1m2r3s', 'redis')).toEqual([600, 600, 600])
})
