import {z} from 'zod/mini'
import type {Observations} from '../../status/observation.ts'

const ofReplica = z.object({
  priority: z.number(),
  runId: z.string(),
})

const ofSentinel = z.object({
  group: z.string(),
  quorum: z.number(),
  downAfterMs: z.number(),
  failoverTimeoutMs: z.number(),
  parallelSyncs: z.number(),
  /** Of all sentinels of the group, this one included. */
  sentinels: z.number(),
  /** What it holds of each replica, by address. */
  replicas: z.record(z.string(), ofReplica),
})

/**
 * What instances answered just before redislab did something: what an explanation needs and no log says. Those that did
 * not answer are missing.
 */
export const snapshotSchema = z.object({
  sentinels: z.record(z.string(), z.readonly(z.array(ofSentinel))),
  /** Directives of data instances. */
  nodes: z.record(z.string(), z.record(z.string(), z.string())),
})

export type Snapshot = z.infer<typeof snapshotSchema>

/** Undefined where no instance said anything of interest. */
export function takeSnapshot(observations: Observations): Snapshot | undefined {
  const sentinels: Snapshot['sentinels'] = {}
  const nodes: Snapshot['nodes'] = {}
  for (const [name, {monitored, directives}] of observations) {
    if (monitored !== undefined)
      sentinels[name] = [...monitored].map(([group, master]) => ({
        group,
        quorum: master.quorum,
        downAfterMs: master.downAfterMs,
        failoverTimeoutMs: master.failoverTimeoutMs,
        parallelSyncs: master.parallelSyncs,
        sentinels: master.otherSentinels + 1,
        replicas: Object.fromEntries(
          master.replicas.map(({address, priority = 0, runId}) => [address, {priority, runId}]),
        ),
      }))
    const own = {...directives}
    if (Object.keys(own).length > 0) nodes[name] = own
  }
  const isEmpty = Object.keys(sentinels).length === 0 && Object.keys(nodes).length === 0
  return isEmpty ? undefined : {sentinels, nodes}
}
