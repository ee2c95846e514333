import {describe, expect, it} from 'vitest'
import {afterFailover, changeView, healthy, planOf, statusOf} from '../../../test/support/samples.ts'
import type {ReplicationInfo} from '../../core/redis/info.ts'
import type {Observation} from '../../core/status/observation.ts'
import {SteadyColumns} from '../kit/table.ts'
import {plainTheme} from '../kit/theme.ts'
import {formatBytes, renderStatus} from './status-view.ts'

const dead: Observation = {state: 'dead', pid: null}
const render = (...given: Parameters<typeof statusOf>) => renderStatus(statusOf(...given), plainTheme)

describe('status view', () => {
  it('shows a deployment that is ready', () => {
    expect(render(planOf('1m2r3s'))).toMatchInlineSnapshot(`
      "default  1m2r3s  redis 7.0.15  ✔ ready

        instance  role      address          pid  replication
        n1        master    127.0.0.1:6380   100  offset 1000, 2 replicas
        n2        replica   127.0.0.1:6381   101  of n1, link up, in sync
        n3        replica   127.0.0.1:6382   102  of n1, link up, in sync
        s1        sentinel  127.0.0.1:26380  103  mymaster is n1
        s2        sentinel  127.0.0.1:26381  104  mymaster is n1
        s3        sentinel  127.0.0.1:26382  105  mymaster is n1

        mymaster  n1 127.0.0.1:6380  quorum 2  3 sentinels agree
      "
    `)
  })

  it('keeps its columns in place while it is watched', () => {
    const columns = new SteadyColumns()
    const plan = planOf('1m2r3s')
    const show = (...given: Parameters<typeof statusOf>) =>
      renderStatus(statusOf(...given), plainTheme, columns).split('\n')
    const headers = [show(plan), show(plan, new Map([...healthy(plan), ['n1', dead]])), show(plan)].map(
      (lines) => lines[2],
    )
    expect(headers[0]).toContain('state')
    expect(new Set(headers).size).toBe(1)
  })

  it('shows links that are cut, and why nothing works without the relay', () => {
    const plan = planOf('1m1r', {loopbackBlock: 0})
    const both = [
      {from: 'n1', to: 'n2', cut: 'stall'},
      {from: 'n2', to: 'n1', cut: 'stall'},
      {from: 'n1', to: 'clients', delayMs: 200},
    ] as const
    const relay = {pid: 7, state: 'running'} as const
    expect(render(plan, undefined, {up: true, relay, rules: both})).toMatchInlineSnapshot(`
      "default  1m1r  redis 7.0.15  ▲ not ready

        instance  role     address         pid  replication
        n1        master   127.0.0.1:6380  100  offset 1000, 1 replica
        n2        replica  127.0.0.1:6381  101  of n1, link up, in sync

        links  n1 ↔ n2       ✖ cut
               n1 → clients  ▲ 200 ms late
      "
    `)
    const gone = {up: false, relay: {pid: null, state: 'dead'}, rules: []} as const
    expect(render(plan, undefined, gone)).toMatchInlineSnapshot(`
      "default  1m1r  redis 7.0.15  ▲ not ready

        instance  role     address         pid  replication
        n1        master   127.0.0.1:6380  100  offset 1000, 1 replica
        n2        replica  127.0.0.1:6381  101  of n1, link up, in sync

        ✖ links are down: their relay has ended; redislab heal brings it back
      "
    `)
    expect(statusOf(plan, undefined, gone).notReady).toEqual([
      'links are down: their relay is dead; redislab heal brings it back',
    ])
  })

  it('says nothing of sentinels where there are none', () => {
    expect(render(planOf('1m1r'))).toMatchInlineSnapshot(`
      "default  1m1r  redis 7.0.15  ✔ ready

        instance  role     address         pid  replication
        n1        master   127.0.0.1:6380  100  offset 1000, 1 replica
        n2        replica  127.0.0.1:6381  101  of n1, link up, in sync
      "
    `)
  })

  it('shows how far the full copy of a replica is, and how often one without a link has asked', () => {
    const show = (more: Partial<ReplicationInfo>) => {
      const plan = planOf('1m1r')
      const observations = healthy(plan)
      const seen = observations.get('n2')
      if (seen?.replication === undefined) throw new Error('n2 is no replica')
      observations.set('n2', {...seen, replication: {...seen.replication, linkUp: false, ...more}})
      return render(plan, observations)
        .split('\n')
        .find((line) => line.includes('n2  '))
        ?.split('101  ')[1]
    }
    expect(show({fullSync: {receivedBytes: 1_200_000, totalBytes: 3_000_000}})).toBe(
      'of n1, takes a full copy: 1.2 MB of 3.0 MB',
    )
    expect(show({fullSync: {receivedBytes: 4096, keptBytes: 20_464}, syncAttempts: 1})).toBe(
      'of n1, takes a full copy: 4.1 kB, 20.5 kB of writes wait',
    )
    expect(show({syncAttempts: 7})).toBe('of n1, link down, attempt 7')
    expect(show({syncAttempts: 1})).toBe('of n1, link down')
  })

  it('shows a master that is dead', () => {
    const plan = planOf('1m2r3s')
    const observations = healthy(plan).set('n1', dead)
    for (const name of ['n2', 'n3']) {
      const seen = observations.get(name)
      if (seen?.replication !== undefined)
        observations.set(name, {...seen, replication: {...seen.replication, linkUp: false}})
    }
    expect(render(plan, observations)).toMatchInlineSnapshot(`
      "default  1m2r3s  redis 7.0.15  ▲ not ready

        instance  role      state      address          pid  replication
        n1        –         ✖ dead     127.0.0.1:6380   –
        n2        replica   ● running  127.0.0.1:6381   101  of n1, link down
        n3        replica   ● running  127.0.0.1:6382   102  of n1, link down
        s1        sentinel  ● running  127.0.0.1:26380  103  mymaster is n1
        s2        sentinel  ● running  127.0.0.1:26381  104  mymaster is n1
        s3        sentinel  ● running  127.0.0.1:26382  105  mymaster is n1

        mymaster  no master  quorum 2  3 sentinels still name n1

        ▲ no instance of mymaster is master
      "
    `)
  })

  it('shows an instance that is paused, and one that was stopped', () => {
    const plan = planOf('1m2r')
    const observations = healthy(plan)
      .set('n2', {state: 'paused', pid: 101})
      .set('n3', {state: 'stopped', pid: null})
    expect(render(plan, observations)).toMatchInlineSnapshot(`
      "default  1m2r  redis 7.0.15  ▲ works without n2 and n3

        instance  role    state      address         pid  replication
        n1        master  ● running  127.0.0.1:6380  100  offset 1000
        n2        –       ‖ paused   127.0.0.1:6381  101
        n3        –       ○ stopped  127.0.0.1:6382  –
      "
    `)
  })

  it('shows a failover of which one sentinel has not heard, and the lag of a replica', () => {
    const plan = planOf('1m2r3s')
    const observations = healthy(afterFailover(plan, 'n2')).set('s3', healthy(plan).get('s3') ?? dead)
    const n1 = observations.get('n1')
    if (n1?.replication !== undefined)
      observations.set('n1', {...n1, replication: {...n1.replication, offset: 458}})
    expect(render(plan, observations)).toMatchInlineSnapshot(`
      "default  1m2r3s  redis 7.0.15  ▲ not ready

        instance  role      address          pid  replication
        n1        replica   127.0.0.1:6380   100  of n2, link up, 542 B behind
        n2        master    127.0.0.1:6381   101  offset 1000, 2 replicas
        n3        replica   127.0.0.1:6382   102  of n2, link up, in sync
        s1        sentinel  127.0.0.1:26380  103  mymaster is n2
        s2        sentinel  127.0.0.1:26381  104  mymaster is n2
        s3        sentinel  127.0.0.1:26382  105  mymaster is n1

        mymaster  n2 127.0.0.1:6381  quorum 2  the sentinels do not agree on it yet

        ▲ s3 takes n1 for the master of mymaster, not n2
      "
    `)
  })

  it('shows two masters', () => {
    expect(render(planOf('2m2r3s'))).toMatchInlineSnapshot(`
      "default  2m2r3s  redis 7.0.15  ✔ ready

        instance  role      address          pid  replication
        n1        master    127.0.0.1:6380   100  offset 1000, 1 replica
        n2        master    127.0.0.1:6381   101  offset 1000, 1 replica
        n3        replica   127.0.0.1:6382   102  of n1, link up, in sync
        n4        replica   127.0.0.1:6383   103  of n2, link up, in sync
        s1        sentinel  127.0.0.1:26380  104  mymaster-1 is n1, mymaster-2 is n2
        s2        sentinel  127.0.0.1:26381  105  mymaster-1 is n1, mymaster-2 is n2
        s3        sentinel  127.0.0.1:26382  106  mymaster-1 is n1, mymaster-2 is n2

        mymaster-1  n1 127.0.0.1:6380  quorum 2  3 sentinels agree
        mymaster-2  n2 127.0.0.1:6381  quorum 2  3 sentinels agree
      "
    `)
  })

  it('shows two that claim to be the master', () => {
    const plan = planOf('1m1r')
    const n2 = healthy(afterFailover(plan, 'n2')).get('n2') ?? dead
    expect(render(plan, healthy(plan).set('n2', n2))).toMatchInlineSnapshot(`
      "default  1m1r  redis 7.0.15  ▲ not ready

        instance  role    address         pid  replication
        n1        master  127.0.0.1:6380  100  offset 1000
        n2        master  127.0.0.1:6381  101  offset 1000

        ▲ n1 and n2 claim to be master of mymaster
      "
    `)
  })

  it('keeps the columns straight beside a problem in wide characters, and control characters visible', () => {
    const plan = planOf('1m1r1s')
    const observations = healthy(plan)
      .set('n1', {state: 'running', pid: 100, problem: '応答なし\u001b[2J'})
      .set('n2', dead)
    expect(render(plan, observations)).toMatchInlineSnapshot(`
      "default  1m1r1s  redis 7.0.15  ▲ not ready

        instance  role      state      address          pid  replication
        n1        –         ● running  127.0.0.1:6380   100  応答なし\\x1b[2J
        n2        –         ✖ dead     127.0.0.1:6381   –
        s1        sentinel  ● running  127.0.0.1:26380  102  mymaster is n1

        mymaster  no master  quorum 1  1 sentinel still names n1

        ▲ n1 does not answer: 応答なし\\x1b[2J
        ▲ no instance of mymaster is master
      "
    `)
  })

  it('shows a deployment of which nothing runs, and does not list what is missing', () => {
    const plan = planOf('1m1r')
    const observations = healthy(plan)
      .set('n1', {state: 'stopped', pid: null})
      .set('n2', {state: 'stopped', pid: null})
    expect(render(plan, observations)).toMatchInlineSnapshot(`
      "default  1m1r  redis 7.0.15  ○ not running

        instance  role  state      address         pid  replication
        n1        –     ○ stopped  127.0.0.1:6380  –
        n2        –     ○ stopped  127.0.0.1:6381  –
      "
    `)
  })

  it('lists six reasons at most, and not what the rows say', () => {
    const plan = planOf('1m9r')
    const observations = healthy(plan)
    const silent = {state: 'running', pid: 1, problem: 'no answer in time'} as const
    for (let index = 2; index <= 10; index += 1) observations.set(`n${index}`, index === 2 ? dead : silent)
    const lines = render(plan, observations).split('\n')
    expect(lines.filter((line) => line.startsWith('  ▲'))).toHaveLength(6)
    expect(lines).toContain('    and 2 more')
    expect(lines).not.toContain('  ▲ n2 is dead')
  })

  it.each([
    [[], '3 sentinels agree'],
    [['s3'], '2 of 3 sentinels answer, and agree'],
    [['s2', 's3'], '1 of 3 sentinels answers, and agrees'],
    [['s1', 's2', 's3'], 'no sentinel answers'],
  ])('says who agrees while %j are dead', (names, words) => {
    const plan = planOf('1m3s')
    const observations = healthy(plan)
    for (const name of names) observations.set(name, dead)
    expect(render(plan, observations)).toContain(`quorum 2  ${words}\n`)
  })

  it.each([
    ['1m1s', [], 'the sentinel does not agree on it yet'],
    ['1m3s', [], 'the sentinels do not agree on it yet'],
    ['1m3s', ['s3'], '2 of 3 sentinels answer, and do not agree on it'],
    ['1m3s', ['s2', 's3'], '1 of 3 sentinels answers, and does not agree on it'],
  ])('says of a %s who does not agree while %j are dead', (topology, names, words) => {
    const plan = planOf(topology)
    const observations = healthy(plan)
    for (const name of names) observations.set(name, dead)
    changeView(observations, 's1', (known) => ({...known, told: '127.0.0.1:1'}))
    expect(render(plan, observations)).toContain(`  ${words}\n`)
  })
})

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1536, '1.5 kB'],
    [99_940, '99.9 kB'],
    [123_456, '123 kB'],
    [999_400, '999 kB'],
    [999_600, '1.0 MB'],
    [1_000_000, '1.0 MB'],
    [1e9, '1.0 GB'],
    [2.5e12, '2.5 TB'],
    [1e18, '1000000 TB'],
  ])('writes %d', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})
