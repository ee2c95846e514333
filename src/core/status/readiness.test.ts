import {describe, expect, it} from 'vitest'
import {afterFailover, changeView, healthy, instanceOf, planOf} from '../../../test/support/samples.ts'
import type {MonitoredMaster, SentinelView} from '../redis/sentinel-reply.ts'
import {formatAddress, type Plan} from '../topology/plan.ts'
import type {Observation} from './observation.ts'
import {findUnmet} from './readiness.ts'

const dead: Observation = {state: 'dead', pid: null}

/** Adds flags to how a sentinel sees an instance. */
function flag(plan: Plan, name: string, flags: readonly string[]) {
  const address = formatAddress(instanceOf(plan, name))
  const add = (view: SentinelView) =>
    view.address === address ? {...view, flags: [...flags, ...view.flags]} : view
  return (known: MonitoredMaster): MonitoredMaster => ({
    ...known,
    view: add(known.view),
    replicas: known.replicas.map(add),
    sentinels: known.sentinels.map(add),
  })
}

function without(plan: Plan, name: string) {
  const address = formatAddress(instanceOf(plan, name))
  return (known: MonitoredMaster): MonitoredMaster => ({
    ...known,
    replicas: known.replicas.filter((view) => view.address !== address),
    sentinels: known.sentinels.filter((view) => view.address !== address),
  })
}

/** What is unmet after a change to a deployment in which all was well. */
function unmetAfter(topology: string, change: (observations: Map<string, Observation>, plan: Plan) => void) {
  const plan = planOf(topology)
  const observations = healthy(plan)
  change(observations, plan)
  return findUnmet(plan, observations)
}

describe('findUnmet', () => {
  it.each(['1m', '5m', '1m2r', '1m3s', '1m2r3s', '2m4r3s'])(
    'misses nothing in a %s where all is well',
    (topology) => {
      expect(unmetAfter(topology, () => {})).toEqual([])
    },
  )

  it('misses nothing in a chain where all is well', () => {
    const plan = planOf('1m3r3s', {chain: true})
    expect(findUnmet(plan, healthy(plan))).toEqual([])
  })

  it.each(['dead', 'stopped', 'paused'] as const)('says that an instance is %s', (state) => {
    expect(unmetAfter('1m1r', (seen) => seen.set('n2', {state, pid: null}))).toEqual([`n2 is ${state}`])
  })

  it('takes an instance that was not looked at for dead', () => {
    expect(unmetAfter('1m1r', (seen) => seen.delete('n2'))).toEqual(['n2 is dead'])
  })

  it('says why an instance does not answer', () => {
    const problem = 'LOADING Redis is loading the dataset in memory'
    expect(unmetAfter('1m1r', (seen) => seen.set('n2', {state: 'running', pid: 1, problem}))).toEqual([
      `n2 does not answer: ${problem}`,
    ])
  })

  it('says that there is no master, and blames no replica for it', () => {
    expect(unmetAfter('1m2r3s', (seen) => seen.set('n1', dead))).toEqual([
      'n1 is dead',
      'no instance of mymaster is master',
    ])
  })

  it('says who claims to be master when several do', () => {
    const plan = planOf('1m2r')
    const n2 = healthy(afterFailover(plan, 'n2')).get('n2') ?? dead
    expect(findUnmet(plan, healthy(plan).set('n2', n2))).toEqual(['n1 and n2 claim to be master of mymaster'])
  })

  it('says which link is down', () => {
    const unmet = unmetAfter('1m2r', (seen) => {
      const n3 = seen.get('n3')
      if (n3?.replication !== undefined)
        seen.set('n3', {...n3, replication: {...n3.replication, linkUp: false}})
    })
    expect(unmet).toEqual(['the link of n3 to n1 is down'])
  })

  it('says of a link to a stranger where it goes', () => {
    const unmet = unmetAfter('1m1r', (seen) => {
      const n2 = seen.get('n2')
      if (n2?.replication !== undefined)
        seen.set('n2', {...n2, replication: {...n2.replication, linkUp: false, replicaOf: '10.0.0.1:6379'}})
    })
    expect(unmet).toEqual(['the link of n2 to 10.0.0.1:6379 is down'])
  })

  it('wants a replica to be of this deployment even when its link is up', () => {
    const unmet = unmetAfter('1m1r', (seen) => {
      const n2 = seen.get('n2')
      if (n2?.replication !== undefined)
        seen.set('n2', {...n2, replication: {...n2.replication, replicaOf: '10.0.0.1:6379'}})
    })
    expect(unmet).toEqual(['n2 replicates from 10.0.0.1:6379, which is not of this deployment'])
  })

  it.each([
    ['wait_bgsave', 'n1 lists n2 as wait_bgsave, not online'],
    ['send_bulk', 'n1 lists n2 as send_bulk, not online'],
  ])('waits for a replica that is listed as %s', (state, sentence) => {
    const unmet = unmetAfter('1m2r', (seen) => {
      const n1 = seen.get('n1')
      if (n1?.replication === undefined) return
      const [first, ...others] = n1.replication.replicas
      if (first === undefined) return
      seen.set('n1', {...n1, replication: {...n1.replication, replicas: [{...first, state}, ...others]}})
    })
    expect(unmet).toEqual([sentence])
  })

  it('waits for a replica that its master does not list', () => {
    const unmet = unmetAfter('1m1r', (seen) => {
      const n1 = seen.get('n1')
      if (n1?.replication !== undefined)
        seen.set('n1', {...n1, replication: {...n1.replication, replicas: []}})
    })
    expect(unmet).toEqual(['n1 lists n2 as unknown, not online'])
  })

  it('does not say what a silent instance in a chain lists', () => {
    const plan = planOf('1m2r', {chain: true})
    expect(findUnmet(plan, healthy(plan).set('n2', {state: 'paused', pid: 101}))).toEqual(['n2 is paused'])
  })

  it('wants every sentinel to monitor every master', () => {
    const unmet = unmetAfter('2m2s', (seen) => {
      const s2 = seen.get('s2')
      const first = s2?.monitored?.get('mymaster-1')
      if (first !== undefined)
        seen.set('s2', {state: 'running', pid: 1, monitored: new Map([['mymaster-1', first]])})
    })
    expect(unmet).toEqual(['s2 does not monitor mymaster-2'])
  })

  it('says in which master a sentinel is mistaken, and no more of that sentinel', () => {
    const plan = planOf('1m2r3s')
    const seen = healthy(plan).set('s3', healthy(afterFailover(plan, 'n2')).get('s3') ?? dead)
    expect(findUnmet(plan, seen)).toEqual(['s3 takes n2 for the master of mymaster, not n1'])
  })

  it.each([
    ['n1', ['s_down', 'o_down']],
    ['n2', ['disconnected']],
    ['s2', ['s_down', 'disconnected']],
  ])('reports how a sentinel sees %s while it runs', (name, flags) => {
    const unmet = unmetAfter('1m2r3s', (seen, plan) => changeView(seen, 's1', flag(plan, name, flags)))
    expect(unmet).toEqual([`s1 sees ${name} as ${flags.join(', ')}`])
  })

  it.each([
    ['replica', 'n3'],
    ['sentinel', 's2'],
  ])('wants a sentinel to know each %s', (kind, name) => {
    const unmet = unmetAfter('1m2r3s', (seen, plan) => changeView(seen, 's1', without(plan, name)))
    expect(unmet).toEqual([`s1 does not know ${kind} ${name} yet`])
  })

  it.each(['replica', 'sentinel'] as const)('finds a %s that is a stranger', (kind) => {
    const stranger: SentinelView = {
      name: 'x',
      address: '127.0.0.1:6379',
      runId: 'x',
      flags: [kind === 'replica' ? 'slave' : 'sentinel'],
      linkUp: true,
    }
    const unmet = unmetAfter('1m1r1s', (seen) =>
      changeView(seen, 's1', (known) => ({
        ...known,
        [`${kind}s`]: [...known[`${kind}s`], stranger],
      })),
    )
    expect(unmet).toEqual([`s1 knows a ${kind} at 127.0.0.1:6379 that is not of this deployment`])
  })

  it('wants CKQUORUM to say OK', () => {
    const quorumProblem = 'NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority'
    const unmet = unmetAfter('1m1r1s', (seen) =>
      changeView(seen, 's1', (known) => ({...known, quorumOk: false, quorumProblem})),
    )
    expect(unmet).toEqual([`s1 has no quorum for mymaster: ${quorumProblem}`])
  })

  it('says all that is missing, not only the first', () => {
    const unmet = unmetAfter('1m2r3s', (seen, plan) => {
      seen.set('n3', dead)
      changeView(seen, 's1', without(plan, 's2'))
      changeView(seen, 's2', without(plan, 's1'))
    })
    expect(unmet).toEqual([
      'n3 is dead',
      's1 does not know sentinel s2 yet',
      's2 does not know sentinel s1 yet',
    ])
  })

  it('is met after a failover, with the flags that sentinels keep from it', () => {
    const plan = planOf('1m2r3s')
    const seen = healthy(afterFailover(plan, 'n2'))
    for (const sentinel of ['s1', 's2', 's3']) {
      for (const other of ['s1', 's2', 's3']) changeView(seen, sentinel, flag(plan, other, ['master_down']))
    }
    expect(findUnmet(plan, seen)).toEqual([])
  })

  it('says once that the old master is dead after a failover', () => {
    const plan = planOf('1m2r3s')
    const seen = healthy(afterFailover(plan, 'n2')).set('n1', dead)
    for (const sentinel of ['s1', 's2', 's3'])
      changeView(seen, sentinel, flag(plan, 'n1', ['s_down', 'disconnected']))
    expect(findUnmet(plan, seen)).toEqual(['n1 is dead'])
  })

  it.each(['dead', 'paused', 'stopped'] as const)('says once that a sentinel is %s', (state) => {
    const unmet = unmetAfter('1m2r3s', (seen, plan) => {
      seen.set('s3', {state, pid: null})
      for (const sentinel of ['s1', 's2'])
        changeView(seen, sentinel, flag(plan, 's3', ['s_down', 'disconnected']))
    })
    expect(unmet).toEqual([`s3 is ${state}`])
  })

  it('keeps two masters apart', () => {
    expect(unmetAfter('2m2r3s', (seen) => seen.set('n2', dead))).toEqual([
      'n2 is dead',
      'no instance of mymaster-2 is master',
    ])
  })
})
