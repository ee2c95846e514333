import {describe, expect, it} from 'vitest'
import {afterFailover, healthy, planOf, statusOf} from '../../../test/support/samples.ts'
import type {Plan} from '../topology/plan.ts'
import type {Observation} from './observation.ts'

const dead: Observation = {state: 'dead', pid: null}

/** n1 and n2 both say that they are master; the sentinels believe as told. */
function split(plan: Plan, believers: {n1: readonly string[]; n2: readonly string[]}) {
  const promoted = healthy(afterFailover(plan, 'n2'))
  const observations = healthy(plan)
  for (const name of ['n2', ...believers.n2]) observations.set(name, promoted.get(name) ?? dead)
  return observations
}

describe('describeDeployment', () => {
  it('describes a deployment in which all is well', () => {
    expect(statusOf(planOf('1m1r1s'))).toEqual({
      deployment: 'default',
      topology: '1m1r1s',
      mode: 'sentinel',
      ready: true,
      notReady: [],
      directory: '/home/ada/.local/state/redislab/default',
      server: {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'},
      instances: [
        {
          name: 'n1',
          kind: 'redis',
          role: 'master',
          state: 'running',
          address: '127.0.0.1:6380',
          pid: 100,
          replicationOffset: 1000,
          masterName: 'mymaster',
        },
        {
          name: 'n2',
          kind: 'redis',
          role: 'replica',
          state: 'running',
          address: '127.0.0.1:6381',
          pid: 101,
          replicationOffset: 1000,
          lagBytes: 0,
          linkUp: true,
          masterName: 'mymaster',
          replicaOf: 'n1',
        },
        {
          name: 's1',
          kind: 'sentinel',
          role: 'sentinel',
          state: 'running',
          address: '127.0.0.1:26380',
          pid: 102,
          believes: {mymaster: '127.0.0.1:6380'},
        },
      ],
      masters: [
        {
          name: 'mymaster',
          instance: 'n1',
          address: '127.0.0.1:6380',
          claimedBy: ['n1'],
          quorum: 1,
          sentinelsAgree: true,
        },
      ],
    })
  })

  it('says nothing of sentinels where there are none', () => {
    const [master] = statusOf(planOf('1m1r')).masters
    expect(master).not.toHaveProperty('quorum')
    expect(master).not.toHaveProperty('sentinelsAgree')
  })

  it('follows a failover: roles move, names stay', () => {
    const plan = planOf('1m2r3s')
    const {instances, masters, ready} = statusOf(plan, healthy(afterFailover(plan, 'n2')))
    expect(ready).toBe(true)
    expect(instances.map(({name, role, replicaOf}) => [name, role, replicaOf]).slice(0, 3)).toEqual([
      ['n1', 'replica', 'n2'],
      ['n2', 'master', undefined],
      ['n3', 'replica', 'n2'],
    ])
    expect(masters[0]).toMatchObject({instance: 'n2', claimedBy: ['n2'], sentinelsAgree: true})
  })

  it('has no master while the master is dead, and keeps what the sentinels believe', () => {
    const plan = planOf('1m2r3s')
    const {instances, masters, ready} = statusOf(plan, healthy(plan).set('n1', dead))
    expect(ready).toBe(false)
    expect(instances[0]).toEqual({
      name: 'n1',
      kind: 'redis',
      role: 'unknown',
      state: 'dead',
      address: '127.0.0.1:6380',
      pid: null,
      masterName: 'mymaster',
    })
    expect(instances[1]).not.toHaveProperty('lagBytes')
    expect(instances[3]?.believes).toEqual({mymaster: '127.0.0.1:6380'})
    expect(masters[0]).toMatchObject({instance: null, address: null, claimedBy: [], sentinelsAgree: false})
  })

  it('takes the one that all sentinels name when two claim to be master', () => {
    const plan = planOf('1m2r3s')
    const {masters, notReady} = statusOf(plan, split(plan, {n1: [], n2: ['s1', 's2', 's3']}))
    expect(masters[0]).toMatchObject({
      instance: 'n2',
      address: '127.0.0.1:6381',
      claimedBy: ['n1', 'n2'],
      sentinelsAgree: true,
    })
    expect(notReady).toEqual(['n1 and n2 claim to be master of mymaster'])
  })

  it('takes none when two claim to be master and the sentinels are not of one mind', () => {
    const plan = planOf('1m2r3s')
    const {masters} = statusOf(plan, split(plan, {n1: ['s1'], n2: ['s2', 's3']}))
    expect(masters[0]).toMatchObject({
      instance: null,
      address: null,
      claimedBy: ['n1', 'n2'],
      sentinelsAgree: false,
    })
  })

  it('takes none when two claim to be master and there are no sentinels', () => {
    const plan = planOf('1m2r')
    expect(statusOf(plan, split(plan, {n1: [], n2: []})).masters[0]).toMatchObject({
      instance: null,
      claimedBy: ['n1', 'n2'],
    })
  })

  it('says that sentinels disagree with the only master', () => {
    const plan = planOf('1m2r3s')
    const observations = healthy(plan).set('s3', healthy(afterFailover(plan, 'n2')).get('s3') ?? dead)
    const {masters, instances} = statusOf(plan, observations)
    expect(masters[0]).toMatchObject({instance: 'n1', sentinelsAgree: false})
    expect(instances[5]?.believes).toEqual({mymaster: '127.0.0.1:6381'})
  })

  it('goes by what a sentinel tells clients, which is ahead of what it lists while it carries out a failover', () => {
    const plan = planOf('1m2r3s')
    const after = healthy(afterFailover(plan, 'n2'))
    const leader = after.get('s1')?.monitored?.get('mymaster')
    const before = healthy(plan).get('s1')?.monitored?.get('mymaster')
    if (leader === undefined || before === undefined) throw new Error('No leader.')
    const monitored = new Map([['mymaster', {...leader, view: before.view}]])
    const {masters, instances, notReady} = statusOf(
      plan,
      after.set('s1', {state: 'running', pid: 1, monitored}),
    )
    expect(masters[0]).toMatchObject({instance: 'n2', sentinelsAgree: true})
    expect(instances[3]?.believes).toEqual({mymaster: '127.0.0.1:6381'})
    expect(notReady).toContain('s1 still carries out the failover to n2')
  })

  it('asks only the sentinels that answer whether they agree', () => {
    const plan = planOf('1m2r3s')
    const observations = healthy(plan)
      .set('s2', dead)
      .set('s3', {state: 'running', pid: 1, problem: 'no answer in time'})
    const {masters, instances} = statusOf(plan, observations)
    expect(masters[0]?.sentinelsAgree).toBe(true)
    expect(instances[5]).toMatchObject({name: 's3', problem: 'no answer in time'})
    expect(instances[5]).not.toHaveProperty('believes')
  })

  it('does not call it agreement when no sentinel answers', () => {
    const plan = planOf('1m1s')
    expect(statusOf(plan, healthy(plan).set('s1', dead)).masters[0]?.sentinelsAgree).toBe(false)
  })

  it.each([
    [400, 600],
    [1000, 0],
    [1200, 0], // The master was asked a moment earlier.
  ])('tells the lag of a replica at offset %d of 1000', (offset, lagBytes) => {
    const plan = planOf('1m1r')
    const observations = healthy(plan)
    const n2 = observations.get('n2')
    if (n2?.replication !== undefined)
      observations.set('n2', {...n2, replication: {...n2.replication, offset}})
    expect(statusOf(plan, observations).instances[1]).toMatchObject({replicationOffset: offset, lagBytes})
  })

  it('keeps the address of an upstream that is nobody’s', () => {
    const plan = planOf('1m1r')
    const observations = healthy(plan)
    const n2 = observations.get('n2')
    if (n2?.replication !== undefined)
      observations.set('n2', {...n2, replication: {...n2.replication, replicaOf: '10.0.0.1:6379'}})
    expect(statusOf(plan, observations).instances[1]?.replicaOf).toBe('10.0.0.1:6379')
  })

  it('keeps two masters apart', () => {
    const plan = planOf('2m2r3s')
    const {masters, instances} = statusOf(plan, healthy(plan).set('n1', dead))
    expect(masters.map(({name, instance, sentinelsAgree}) => [name, instance, sentinelsAgree])).toEqual([
      ['mymaster-1', null, false],
      ['mymaster-2', 'n2', true],
    ])
    expect(instances[4]?.believes).toEqual({'mymaster-1': '127.0.0.1:6380', 'mymaster-2': '127.0.0.1:6381'})
  })

  it('does not mind a master that a sentinel monitors besides', () => {
    const plan = planOf('1m1s')
    const observations = healthy(plan)
    const s1 = observations.get('s1')
    const known = s1?.monitored?.get('mymaster')
    if (s1 !== undefined && known !== undefined)
      observations.set('s1', {
        ...s1,
        monitored: new Map([
          ['mymaster', known],
          ['other', known],
        ]),
      })
    expect(statusOf(plan, observations).masters).toHaveLength(1)
  })
})
