import {describe, expect, it} from 'vitest'
import {afterFailover, healthy, planOf, statusOf} from '../../../test/support/samples.ts'
import {clusterPlan, splitCluster} from '../../../test/support/split-cluster.ts'
import {connectionVariables} from '../env/connection-variables.ts'

const shard = (observations = healthy(clusterPlan)) => statusOf(clusterPlan, observations).masters[0]

describe('a cluster that is split', () => {
  it('has nothing to say of a shard whose master serves', () => {
    expect(statusOf(clusterPlan)).toMatchObject({ready: true, notReady: []})
    expect(shard()).toMatchObject({instance: 'n1', claimedBy: ['n1'], shard: {servedBy: ['n1']}})
  })

  it('takes the master that serves', () => {
    expect(shard(splitCluster())).toMatchObject({
      instance: 'n4',
      claimedBy: ['n1', 'n4'],
      shard: {servedBy: ['n4'], slots: '0-5460', configEpoch: 4},
    })
    // Taken over on the wrong side of the cut: its epoch is newer, and it serves nothing.
    expect(shard(splitCluster({n1: 'ok', n4: 'fail'}))).toMatchObject({
      instance: 'n1',
      shard: {servedBy: ['n1']},
    })
  })

  it('takes the one with the newer epoch where both serve, or neither', () => {
    expect(shard(splitCluster({n1: 'ok'}))).toMatchObject({instance: 'n4', shard: {servedBy: ['n1', 'n4']}})
    expect(shard(splitCluster({n4: 'fail'}))).toMatchObject({instance: 'n4', shard: {servedBy: []}})
  })

  it('says in one sentence whom a node does not reach', () => {
    expect(statusOf(clusterPlan, splitCluster()).notReady).toEqual([
      'n1 says cluster_state:fail',
      'n1 sees n2 n3 n4 n5 n6 as failing',
      'n1 and n2 n3 n4 n5 n6 do not see the same slots and epochs',
    ])
  })

  it('is entered through a node that serves', () => {
    const {REDIS_URL, REDIS_CLUSTER_NODES} = connectionVariables(statusOf(clusterPlan, splitCluster()), {})
    expect(REDIS_URL).toBe('redis://127.0.0.1:6383')
    expect(REDIS_CLUSTER_NODES?.split(',').map((address) => address.at(-1))).toEqual([
      ...['1', '2', '3'],
      ...['4', '5'],
      '0',
    ])
  })
})

describe('a replica that migrated to another shard, and took over there', () => {
  it('is the master of that shard, and no other one', () => {
    const moved = clusterPlan.instances.map((instance) =>
      instance.name === 'n6' ? {...instance, masterName: 'shard-1', replicaOf: 'n1'} : instance,
    )
    const observations = healthy(afterFailover({...clusterPlan, instances: moved}, 'n6'))
    const {masters, instances, notReady} = statusOf(clusterPlan, observations)
    expect(masters.map(({name, instance}) => [name, instance])).toEqual([
      ['shard-1', 'n6'],
      ['shard-2', 'n2'],
      ['shard-3', 'n3'],
    ])
    const members = instances.filter(({masterName}) => masterName === 'shard-1').map(({name}) => name)
    expect(members).toEqual(['n1', 'n4', 'n6'])
    expect(notReady).toEqual(['shard-3 has no replica left: nobody could take over from n3'])
  })
})

describe('a shard whose replica is dead', () => {
  it('is not ready, since nobody could take over', () => {
    const observations = new Map(healthy(clusterPlan)).set('n4', {state: 'dead', pid: null})
    expect(statusOf(clusterPlan, observations).notReady).toEqual([
      'n4 is dead',
      'shard-1 has no replica left: nobody could take over from n1',
    ])
  })

  it('was to have one', () => {
    const plan = planOf('3m1r', {cluster: true})
    expect(statusOf(plan)).toMatchObject({ready: true})
  })
})
