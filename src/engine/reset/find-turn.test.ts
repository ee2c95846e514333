import {describe, expect, it} from 'vitest'
import {planOf} from '../../../test/support/samples.ts'
import type {MonitoredMaster, SentinelView} from '../../core/redis/sentinel-reply.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {AskedSentinel} from './ask-sentinel.ts'
import {findTurn} from './find-turn.ts'

const plan = planOf('1m2r3s')
const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
const addressOf = (name: string) => {
  const {host, port} = plan.instances.find((one) => one.name === name) as PlannedInstance
  return `${host}:${port}`
}
const view = (name: string, flags: readonly string[] = []): SentinelView => ({
  name,
  address: addressOf(name),
  runId: plan.instances.find((one) => one.name === name)?.sentinelId ?? '',
  flags,
  linkUp: true,
})

/** After a failover to n2, as a sentinel sees it. */
function asked(instance: PlannedInstance, change: Partial<MonitoredMaster> = {}): AskedSentinel {
  const known: MonitoredMaster = {
    view: view('n2', ['master']),
    told: addressOf('n2'),
    quorum: 2,
    configEpoch: 3,
    downAfterMs: 1500,
    failoverTimeoutMs: 5000,
    parallelSyncs: 1,
    otherSentinels: 2,
    replicas: [view('n3', ['slave']), view('n1', ['slave', 's_down', 'disconnected'])],
    sentinels: sentinels.filter(({name}) => name !== instance.name).map(({name}) => view(name, ['sentinel'])),
    quorumOk: true,
    ...change,
  }
  return {
    instance,
    currentEpoch: 3,
    monitored: new Map([['mymaster', known]]),
    isTilted: false,
    hasPeriods: true,
  }
}

const [s1, s2, s3] = sentinels as [PlannedInstance, PlannedInstance, PlannedInstance]
const turnWith = (first: AskedSentinel | undefined) => findTurn(plan, [first, asked(s2), asked(s3)])

describe('sentinels can be turned back', () => {
  it('when all agree on who was promoted', () => {
    expect(turnWith(asked(s1))).toMatchObject({group: {name: 'mymaster'}, from: {name: 'n2'}, epoch: 3})
  })

  it('with the latest epoch of any', () => {
    expect(turnWith({...asked(s1), currentEpoch: 7})).toMatchObject({epoch: 7})
  })

  it('before they have reached the new master', () => {
    expect(turnWith(asked(s1, {view: view('n2', ['master', 'disconnected'])}))).toBeDefined()
  })

  it('while the leader still has replicas follow', () => {
    const flags = ['s_down', 'o_down', 'master', 'disconnected', 'failover_in_progress']
    const replicas = [view('n2', ['slave', 'promoted']), view('n3', ['slave', 'reconf_sent'])]
    expect(turnWith(asked(s1, {view: view('n1', flags), replicas}))).toBeDefined()
  })
})

describe('they are started again', () => {
  const stranger: SentinelView = {...view('n3'), address: '127.0.0.1:1'}
  const cases: Readonly<Record<string, AskedSentinel | undefined>> = {
    'where one does not answer, or was changed': undefined,
    'where one takes another instance for the master': asked(s1, {
      told: addressOf('n1'),
      view: view('n1', ['master']),
      replicas: [view('n2'), view('n3')],
    }),
    'where one has doubts about the master': asked(s1, {view: view('n2', ['master', 's_down'])}),
    'where one knows a replica too many': asked(s1, {replicas: [view('n3'), view('n1'), stranger]}),
    'where one lacks a replica': asked(s1, {replicas: [view('n3')]}),
    'where one lacks a sentinel': asked(s1, {sentinels: [view('s2')]}),
    'where a sentinel has another id': asked(s1, {sentinels: [view('s2'), {...view('s3'), runId: 'x'}]}),
    'where one is in TILT': {...asked(s1), isTilted: true},
    'where one has no SENTINEL DEBUG': {...asked(s1), hasPeriods: false},
    'where one watches another master too': {
      ...asked(s1),
      monitored: new Map([
        ...asked(s1).monitored,
        ['other', asked(s1).monitored.get('mymaster') as MonitoredMaster],
      ]),
    },
  }
  it.each(Object.entries(cases))('%s', (_, first) => {
    expect(turnWith(first)).toBeUndefined()
  })

  it('where the master is that of the plan', () => {
    const change = {
      told: addressOf('n1'),
      view: view('n1', ['master']),
      replicas: [view('n2'), view('n3')],
    }
    expect(
      findTurn(
        plan,
        sentinels.map((one) => asked(one, change)),
      ),
    ).toBeUndefined()
  })

  it('where there is one sentinel, or more than one master', () => {
    expect(findTurn(plan, [asked(s1)])).toBeUndefined()
    const two = planOf('2m2r3s')
    expect(findTurn(two, [asked(s1), asked(s2), asked(s3)])).toBeUndefined()
  })

  it('where --set names another master', () => {
    const sentinelSet = [{name: 'sentinel monitor mymaster', value: '127.0.0.1 1 2'}]
    const set = {...plan, settings: {...plan.settings, sentinelSet}}
    expect(findTurn(set, [asked(s1), asked(s2), asked(s3)])).toBeUndefined()
  })
})
