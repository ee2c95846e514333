import {expect, test} from 'vitest'
import {growPlan, regroupPlan, shrinkPlan} from './change-plan.ts'
import {slotsOfGroup} from './keep-slots.ts'
import {makePlan, type Plan} from './plan.ts'
import {formatSlots} from './slots.ts'
import {parseTopology} from './topology.ts'

const settings = {
  timing: 'lab',
  downAfterMs: 1000,
  failoverTimeoutMs: 5000,
  parallelSyncs: 1,
  persist: 'none',
  set: [],
  sentinelSet: [],
} as const

function planOf(topology: string, cluster = false): Plan {
  const ids = Array.from({length: 9}, (_, index) => String(index).repeat(40))
  return makePlan(parseTopology(topology, {cluster}), {
    name: 'default',
    host: '127.0.0.1',
    port: 6380,
    sentinelPort: 26_380,
    settings,
    sentinelIds: ids,
    nodeIds: ids,
  })
}

const shapeOf = ({topology, mode, masters, instances}: Plan) => ({
  topology,
  mode,
  masters: masters.map(({name, instance}) => `${name} ${instance}`),
  instances: instances.map(({name, masterName, replicaOf}) => [name, masterName, replicaOf].join(' ').trim()),
})

test('a master more is a shard of its own, without slots', () => {
  const {plan, instance} = growPlan(planOf('2m2r', true), {port: 6390, nodeId: 'f'.repeat(40)})
  expect(instance).toEqual({
    name: 'n5',
    kind: 'redis',
    host: '127.0.0.1',
    port: 6390,
    nodeId: 'f'.repeat(40),
    masterName: 'shard-3',
  })
  expect(plan.masters.at(-1)).toEqual({name: 'shard-3', instance: 'n5'})
  expect(plan.topology).toBe('3m2r')
})

test('a replica more stands before the sentinels', () => {
  const upstream = {name: 'n2', masterName: 'mymaster', isMaster: false}
  const {plan} = growPlan(planOf('1m1r1s'), {port: 6390, upstream})
  expect(shapeOf(plan)).toEqual({
    topology: '1m2r1s',
    mode: 'sentinel',
    masters: ['mymaster n1'],
    instances: ['n1 mymaster', 'n2 mymaster n1', 'n3 mymaster n2', 's1'],
  })
})

test('a replica of the present master is planned as one of the first master, also in a cluster', () => {
  const port = 6390
  const sentinels = growPlan(planOf('1m2r3s'), {
    port,
    upstream: {name: 'n2', masterName: 'mymaster', isMaster: true},
  })
  expect(sentinels.instance).toMatchObject({name: 'n4', replicaOf: 'n1'})
  const cluster = growPlan(planOf('3m3r', true), {
    port,
    nodeId: 'f'.repeat(40),
    upstream: {name: 'n5', masterName: 'shard-2', isMaster: true},
  })
  expect(cluster.instance).toMatchObject({name: 'n7', replicaOf: 'n2'})
})

test('the slots of a shard that goes are those of the others: none is left without an owner', () => {
  const slotsAfter = (plan: Plan) => plan.masters.map((group) => formatSlots(slotsOfGroup(group)))
  expect(slotsAfter(shrinkPlan(planOf('3m', true), 'n1', {}))).toEqual([
    '0-2729,5461-10922',
    '2730-5460,10923-16383',
  ])
  const twice = shrinkPlan(shrinkPlan(planOf('3m', true), 'n1', {}), 'n3', {})
  expect(slotsAfter(twice)).toEqual(['0-16383'])
  const grown = growPlan(planOf('2m', true), {port: 6390, nodeId: 'f'.repeat(40)}).plan
  expect(slotsAfter(shrinkPlan(grown, 'n2', {}))).toEqual(['0-16383', ''])
  expect(slotsAfter(shrinkPlan(grown, 'n3', {}))).toEqual(['0-8191', '8192-16383'])
  const regrouped = regroupPlan(planOf('3m', true), new Map([['n1', 'n2']]), ['n1'])
  expect(slotsAfter(regrouped)).toEqual(['0-2729,5461-10922', '2730-5460,10923-16383'])
})

test('a deployment of one master becomes one with replication, and back', () => {
  const {plan} = growPlan(planOf('1m'), {
    port: 6390,
    upstream: {name: 'n1', masterName: 'mymaster', isMaster: true},
  })
  expect(plan.mode).toBe('replication')
  expect(shapeOf(shrinkPlan(plan, 'n2', {}))).toEqual(shapeOf(planOf('1m')))
})

test('when the first master goes, the one that is master now takes its place', () => {
  const plan = shrinkPlan(planOf('2m4r', true), 'n1', {'shard-1': 'n5', 'shard-2': 'n2'})
  expect(shapeOf(plan)).toEqual({
    topology: '2m3r',
    mode: 'cluster',
    masters: ['shard-1 n5', 'shard-2 n2'],
    instances: ['n2 shard-2', 'n3 shard-1 n5', 'n4 shard-2 n2', 'n5 shard-1', 'n6 shard-2 n2'],
  })
})

test('with its last instance a shard goes', () => {
  expect(shapeOf(shrinkPlan(planOf('3m', true), 'n3', {}))).toMatchObject({
    topology: '2m',
    masters: ['shard-1 n1', 'shard-2 n2'],
  })
})

test('a master that gave its last slot away is a replica in the shard of who got it, and so are its replicas', () => {
  // n2 follows n1; n4, the replica of n2, has not heard of it yet.
  const upstreams = new Map([
    ['n2', 'n1'],
    ['n3', 'n1'],
    ['n4', 'n2'],
  ])
  expect(shapeOf(regroupPlan(planOf('2m2r', true), upstreams, ['n2']))).toEqual({
    topology: '1m3r',
    mode: 'cluster',
    masters: ['shard-1 n1'],
    instances: ['n1 shard-1', 'n2 shard-1 n1', 'n3 shard-1 n1', 'n4 shard-1 n1'],
  })
})

test('a replica that migrated to another shard stays in the plan where it was', () => {
  const plan = planOf('2m2r', true)
  expect(regroupPlan(plan, new Map([['n3', 'n2']]), [])).toEqual(plan)
})
