import {describe, expect, test} from 'vitest'
import {readFailover} from '../../../../test/support/failover-fixture.ts'
import {type Explanation, explainIncident} from '../explain.ts'
import {IncidentTracker} from '../tracker.ts'

/** What is made of each incident of a real run of a cluster. */
function explainAll(name: string): readonly Explanation[] {
  const {plan, entries} = readFailover(name)
  const tracker = new IncidentTracker(plan)
  for (const entry of entries) tracker.push(entry)
  return tracker.incidents.map((incident) => explainIncident(incident, {plan, names: tracker.names}))
}

const tell = (name: string) =>
  explainAll(name).map(({summary, reasons}) => [summary, ...reasons.map(({text}) => text)])

describe('failovers of clusters that were recorded', () => {
  test('a killed master: every phase, in order', () => {
    const [first] = explainAll('cluster-killed')
    const {phases, isComplete, outcome, newMaster, details} = first?.failover ?? {}
    if (details?.kind !== 'cluster') throw new Error('It is of a cluster.')
    expect({outcome, isComplete, newMaster}).toEqual({
      outcome: 'failed-over',
      isComplete: true,
      newMaster: 'n5',
    })
    // Nobody probed, and Redis 7.0 does not log PFAIL.
    expect(phases?.sdownMs).toBe(null)
    const {odownMs, electedMs, promotedMs, agreedMs, reattachedMs} = phases ?? {}
    expect(electedMs).toBe(promotedMs)
    const times = [odownMs, details.attempts[0]?.startedMs, promotedMs, agreedMs].map(Number)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(reattachedMs).toBeGreaterThan(promotedMs ?? Number.POSITIVE_INFINITY)
    expect(details.attempts[0]).toMatchObject({
      epoch: 4,
      leader: 'n5',
      result: 'promoted',
      votes: [
        {voter: 'n1', candidate: 'n5'},
        {voter: 'n3', candidate: 'n5'},
      ],
    })
    expect(details.fail.map(({node}) => node).sort()).toEqual('n1 n3 n4 n5 n6 n7 n8 n9'.split(' '))
    expect(details.delays).toMatchObject([
      {instance: 'n5', rank: 0},
      {instance: 'n8', rank: 0},
    ])
    expect(details.oldMasterReturn).toMatchObject({instance: 'n2', resync: 'full'})
  })

  test('why a replica took over', () => {
    expect(tell('cluster-killed')).toMatchInlineSnapshot(`
      [
        [
          "n5 took over from n2 after 3.57 s (n2 killed).",
          "A majority of the masters (2) agreed after 2832 ms: n1 and n3 marked n2 as failed (FAIL) and told all nodes.",
          "Before they asked for votes the replicas waited: n5 651 ms (rank 0, up to byte 0) and n8 605 ms (rank 0, up to byte 0). They had the same, so chance decided: 500 ms, and up to 500 more.",
          "n5 asked the masters for their votes in epoch 4 and got those of n1 and n3; 2 were needed.",
          "n5 took over the slots of n2 after 3571 ms, and every node that runs knew after 3620 ms.",
          "n8 got only what it had missed (partial resync) and was in step after 3623 ms.",
          "The other shards stopped with shard-2: n1, n3, n4, n6, n7 and n9 refused everything (CLUSTERDOWN) from 2832 ms on, for up to 788 ms. While the slots of n2 have no master no node serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.",
          "The old master n2 came back as a replica after 3.66 s: it took a full copy (full resync), so writes that only it had are gone.",
        ],
      ]
    `)
  })

  test('that the old master took writes until it ended is no return of it', () => {
    const {plan, entries} = readFailover('cluster-killed')
    const killed = entries.findIndex(({fault}) => fault !== undefined)
    const [at, like] = [entries[killed]?.at ?? 0, entries[killed]]
    if (like === undefined) throw new Error('It begins with a fault.')
    const probe = {
      ...like,
      fault: undefined,
      instance: 'n2',
      message: 'takes writes: none got through for 9 ms',
    }
    const {fault: _, ...seen} = {...probe, at: at - 77, kind: 'probe-writable'}
    const tracker = new IncidentTracker(plan)
    // A probe tells a moment later what it saw.
    for (const entry of [...entries.slice(0, killed + 1), seen, ...entries.slice(killed + 1)])
      tracker.push(entry)
    const said = tracker.incidents
      .map((incident) => explainIncident(incident, {plan, names: tracker.names}))
      .flatMap(({reasons}) => reasons.map(({text}) => text))
    expect(said.filter((text) => text.includes('two masters'))).toEqual([])
  })

  test('why none did: two of three masters were dead', () => {
    expect(tell('cluster-minority')).toMatchInlineSnapshot(`
      [
        [
          "No failover: no replica took over from n2 (n2 and n3 killed).",
          "Only n1 of the 3 masters was left: 2 of them must agree that n2 is down (FAIL), and then vote. A minority does neither.",
          "n1, n4 and n6 refused everything (CLUSTERDOWN) from 2061 ms on, and some still do: they reached no majority of the masters.",
        ],
        [
          "No failover: no replica took over from n3 (n2 and n3 killed).",
          "Only n1 of the 3 masters was left: 2 of them must agree that n3 is down (FAIL), and then vote. A minority does neither.",
          "n1, n4 and n5 refused everything (CLUSTERDOWN) from 2061 ms on, and some still do: they reached no majority of the masters.",
        ],
      ]
    `)
  })

  test('why none did: there was no replica', () => {
    expect(tell('cluster-no-replica')).toMatchInlineSnapshot(`
      [
        [
          "No failover: no replica took over from n2 (n2 killed).",
          "A majority of the masters (2) agreed after 3893 ms: n1 and n3 marked n2 as failed (FAIL) and told all nodes.",
          "shard-2 has no replica that could take over the slots of n2. They come back with it, or are lost.",
          "The other shards stopped with shard-2: n1 and n3 refused everything (CLUSTERDOWN) from 3893 ms on, for up to 4.43 s. While the slots of n2 have no master no node serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.",
          "n2 answers again: n1 stopped counting it as failed 7.91 s after the beginning.",
          "n2 came back empty: it loaded nothing from disk.",
        ],
      ]
    `)
  })

  test('why none did: the replica was without its master for too long', () => {
    expect(tell('cluster-too-old')).toMatchInlineSnapshot(`
      [
        [
          "No failover: no replica took over from n2 (n2 and n3 killed).",
          "A majority of the masters (2) agreed after 10442 ms: n6 marked n2 as failed (FAIL) and told all nodes.",
          "n5 was disconnected from n2 for longer than a replica may be that takes over: cluster-replica-validity-factor (1) × cluster-node-timeout (2000 ms), and one repl-ping-replica-period.",
          "The other shards stopped with shard-2: n1, n3, n4 and n6 refused everything (CLUSTERDOWN) from 2529 ms on, and some still do. While the slots of n2 have no master no node serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.",
        ],
        [
          "No failover: no replica took over from n3 (n2 and n3 killed).",
          "Only n1 of the 3 masters was left: 2 of them must agree that n3 is down (FAIL), and then vote. A minority does neither.",
          "n1, n4 and n5 refused everything (CLUSTERDOWN) from 2901 ms on, and some still do: they reached no majority of the masters.",
          "n3 was back 8.03 s after the beginning.",
          "n3 came back empty: it loaded nothing from disk. n6 copied that (full resync), so what they held of n3 before is gone from all of them.",
        ],
      ]
    `)
  })

  test('why none did: too few masters were left to vote', () => {
    expect(tell('cluster-no-votes')).toMatchInlineSnapshot(`
      [
        [
          "No failover: no replica took over from n2 (n2 killed).",
          "A majority of the masters (2) agreed after 3250 ms: n4, n5 and n6 marked n2 as failed (FAIL) and told all nodes.",
          "The election of n5 in epoch 4 failed after 10.3 s: it got the vote of n1, and needs 2; n2 and n3 could not vote.",
          "The other shards stopped with shard-2: n1, n3, n4 and n6 refused everything (CLUSTERDOWN) from 3250 ms on, and some still do. While the slots of n2 have no master no node serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.",
        ],
        [
          "No failover: no replica took over from n3 (n3 killed).",
          "Only n1 of the 3 masters was left: 2 of them must agree that n3 is down (FAIL), and then vote. A minority does neither.",
        ],
      ]
    `)
  })

  test('by request: in agreement, and without asking anybody', () => {
    expect(tell('cluster-by-request')).toMatchInlineSnapshot(`
      [
        [
          "n5 took over from n2 after 4 ms (n5 was asked for it).",
          "n5 was asked to take over (CLUSTER FAILOVER), in agreement with its master, which takes no writes until the replica has everything: no write is lost.",
          "n5 asked the masters for their votes in epoch 4 and got those of n1 and n3; 2 were needed.",
          "n5 took over the slots of n2 after 4 ms.",
          "The old master n2 came back as a replica after 46 ms: it got only what it had missed (partial resync).",
        ],
        [
          "n4 took over from n1 after 1 ms (n4 was asked for it).",
          "n4 was asked to take over (CLUSTER FAILOVER TAKEOVER), without asking any node, with an epoch that it chose itself: not even a majority of the masters had to agree.",
          "n4 took over the slots of n1 after 1 ms.",
          "The old master n1 came back as a replica after 7 ms: it got only what it had missed (partial resync).",
        ],
      ]
    `)
  })

  test('Valkey 9: elections in its words, and the best replica asks at once', () => {
    const [first] = explainAll('cluster-killed-valkey-9')
    expect(first?.failover.details.attempts).toMatchObject([{result: 'promoted', votes: [{}, {}]}])
    expect(first?.failover.phases.electedMs).toEqual(expect.any(Number))
    expect(first?.failover.details).toMatchObject({kind: 'cluster', delays: [{}, {}]})
    expect(tell('cluster-killed-valkey-9')).toMatchInlineSnapshot(`
      [
        [
          "n8 took over from n2 after 3.35 s (n2 killed).",
          "n4, n5, n6, n7, n8 and n9 had no answer from n2 for cluster-node-timeout (2000 ms) and count it as possibly failing (PFAIL), the first after 2436 ms.",
          "A majority of the masters (2) agreed after 3340 ms: n6 marked n2 as failed (FAIL) and told all nodes.",
          "n8 did not wait before it asked for votes: every replica of the shard knew that the master had failed, and none had more of the data.",
          "n8 asked the masters for their votes in epoch 4 and got those of n1 and n3; 2 were needed.",
          "n8 took over the slots of n2 after 3353 ms, and every node that runs knew after 3392 ms.",
          "n5 got only what it had missed (partial resync) and was in step after 3403 ms.",
          "The other shards stopped with shard-2: n1, n3, n4, n6, n7 and n9 refused everything (CLUSTERDOWN) from 3340 ms on, for up to 52 ms. While the slots of n2 have no master no node serves, since cluster-require-full-coverage is yes; --set cluster-require-full-coverage=no lets them go on.",
        ],
      ]
    `)
  })

  test('Valkey 9: a master that shuts down hands over', () => {
    expect(tell('cluster-stopped-valkey-9')).toMatchInlineSnapshot(`
      [
        [
          "n5 took over from n2 after 56 ms (n5 was asked for it).",
          "n2 shut down and handed over to n5, which had every write and stood for election at once (shutdown-on-sigterm failover).",
          "n5 asked the masters for their votes in epoch 4 and got those of n1 and n3; 2 were needed.",
          "n5 took over the slots of n2 after 56 ms.",
        ],
      ]
    `)
  })

  test('Valkey 9: a migration of slots is shown from its request to its end, and warns of nothing', () => {
    const {entries} = readFailover('cluster-slots-migrated-valkey-9')
    const from = entries.findIndex(({kind}) => kind === 'slot-export-requested')
    const migration = entries.slice(from)
    expect(migration.map(({kind}) => kind)).toEqual(
      expect.arrayContaining([
        'slot-import-created',
        'slot-migration-paused',
        'slot-import-done',
        'slot-export-done',
      ]),
    )
    expect(migration.filter(({severity}) => severity === 'warning' || severity === 'error')).toEqual([])
  })

  test('what another shard says of a story carries the time since it began', () => {
    const {plan, entries} = readFailover('cluster-killed')
    const tracker = new IncidentTracker(plan)
    for (const entry of entries) tracker.push(entry)
    const fault = entries.find(({kind}) => kind === 'fault-injected')
    const ofOthers = entries.filter(
      ({instance, kind, at}) => instance === 'n1' && kind !== 'fault-injected' && at > (fault?.at ?? 0),
    )
    expect(ofOthers.length).toBeGreaterThan(3)
    for (const entry of ofOthers.slice(0, 3)) expect(tracker.originOf(entry)).toBe(fault?.at)
  })
})
