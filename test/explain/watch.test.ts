import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {type StartDeploymentOptions, startDeployment} from '../../src/api/start-deployment.ts'
import type {Fault} from '../../src/core/faults/faults.ts'
import type {LinkFault} from '../../src/core/links/link-fault.ts'
import {explainLast} from '../../src/engine/timeline/explain-last.ts'
import {openTimeline} from '../../src/engine/timeline/open-timeline.ts'
import {lookBeforeFault, type WatchEvent, watchFault} from '../../src/engine/timeline/watch-fault.ts'
import {describe, expect, test} from '../support/test.ts'

interface Watched {
  readonly name: string
  readonly topology?: string
  readonly options?: StartDeploymentOptions
  readonly fault: Fault | LinkFault
  readonly targets: readonly string[]
  readonly says: readonly RegExp[]
}

const kill = {kind: 'kill', signal: 'SIGKILL'} as const

const watches: readonly Watched[] = [
  {
    name: 'a killed master',
    fault: kill,
    targets: ['master'],
    says: [/n[23] took over from n1/, /every sentinel that runs/],
  },
  {
    name: 'a longer down-after by --sentinel-set is waited for',
    options: {sentinelSet: ['down-after-milliseconds=5000']},
    fault: kill,
    targets: ['master'],
    says: [/n[23] took over from n1/, /\(5000 ms\)/],
  },
  {
    name: 'a sentinel cut off with the master',
    options: {links: true},
    fault: {kind: 'partition', from: undefined},
    targets: ['master', 's1'],
    says: [/n[23] took over from n1/, /s1, cut off, still sends clients to n1/],
  },
  {
    name: 'a restart that empties the master',
    options: {downAfterMs: 8000},
    fault: {kind: 'restart'},
    targets: ['master'],
    says: [/n1 came back empty/, /gone from all of them/],
  },
  {
    name: 'no failover without a quorum',
    options: {quorum: 3},
    fault: kill,
    targets: ['master', 's3'],
    says: [/No failover/, /s3/],
  },
  {
    name: 'a shard of a cluster',
    topology: '3m3r',
    options: {cluster: true, downAfterMs: 2000},
    fault: kill,
    targets: ['n1'],
    says: [/n4 took over from n1/],
  },
]

describe.concurrent('--watch, explain and timeline say the same', () => {
  test.for(watches)('$name', {timeout: 120_000}, async (watched, {home, port, clusterPort}) => {
    const {topology = '1m2r3s', options = {}, fault, targets, says} = watched
    await using lab = await startDeployment(topology, {
      downAfterMs: 1500,
      failoverTimeoutMs: 2000,
      ...options,
      home,
      ...(options.cluster ? {port: clusterPort} : {port, sentinelPort: port + 10}),
    })
    const engine = engineOf(lab)
    const request = {fault, targets, signal: new AbortController().signal}
    const scene = await lookBeforeFault(engine, request)
    const events: WatchEvent[] = []
    for await (const event of watchFault(engine, scene, request)) events.push(event)
    const end = events.at(-1)
    if (end?.kind !== 'over') throw new Error('it is not over')
    const {explanations} = end
    expect(events[0]?.kind).toBe('injected')
    const text = explanations
      .flatMap(({summary, reasons}) => [summary, ...reasons.map((it) => it.text)])
      .join('\n')
    for (const line of says) expect(text).toMatch(line)
    const told = explanations[0]?.failover
    const later = (await explainLast(engine)).explanations.find(
      ({failover}) => failover.at === told?.at,
    )?.failover
    const timeline = await openTimeline(engine)
    for await (const _ of timeline.batches);
    const shown = timeline.failovers().find(({at}) => at === told?.at)
    for (const other of [later, shown]) {
      expect(other?.oldMaster).toBe(told?.oldMaster)
      expect(other?.newMaster).toBe(told?.newMaster)
      // What has come since is told by those who look later; what was told once stays.
      for (const [phase, ms] of Object.entries(told?.phases ?? {}))
        if (ms !== null) expect(other?.phases[phase as keyof typeof other.phases], phase).toBe(ms)
    }
    // Whoever is cut off agrees to nothing.
    if (fault.kind === 'partition')
      for (const one of [told, later, shown]) expect(one?.phases.agreedMs).toBeNull()
  })
})
