import {expect, it} from 'vitest'
import {statusOf} from '../../../test/support/samples.ts'
import {clusterPlan, splitCluster} from '../../../test/support/split-cluster.ts'
import type {Observations} from '../../core/status/observation.ts'
import {plainTheme} from '../kit/theme.ts'
import {shardMasterCell} from './shard-master-cell.ts'

function render(observations?: Observations): string {
  const [shard] = statusOf(clusterPlan, observations).masters
  if (shard === undefined) throw new Error('there is no shard')
  return shardMasterCell(shard, plainTheme)
}

it('says nothing of a master that serves', () => {
  expect(render()).toBe('n1 127.0.0.1:6380')
})

it('says of each that claims a shard whether it serves', () => {
  expect([{}, {n1: 'ok'}, {n4: 'fail'}].map((states) => render(splitCluster(states)))).toEqual([
    'n4 127.0.0.1:6383, n1 claims it, and serves nothing',
    'n4 127.0.0.1:6383, n1 serves it too',
    'n4 127.0.0.1:6383, serves nothing, n1 claims it, and serves nothing',
  ])
})
