import {RedislabError} from '../../core/errors/errors.ts'
import type {FailoverManner} from '../../core/faults/faults.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {askInstance} from '../redis/ask-instance.ts'
import {isReply} from '../redis/is-reply.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/**
 * How a replica of a cluster takes over. By itself: in agreement with its master, without losing a write. `force`: without
 * asking the master, by election. `takeover`: without asking anybody (cluster.c: clusterHandleManualFailover).
 */
export type TakeoverManner = Exclude<FailoverManner, 'coordinated'>

/** Who is meant by a failover. */
export interface FailoverWish {
  readonly targets: readonly string[]
  /** What the targets mean now. */
  readonly found: readonly InstanceStatus[]
  readonly manner: TakeoverManner | undefined
}

/**
 * The replicas that a failover promotes: those that were named, else of each shard that was named its first replica whose
 * link is up.
 *
 * @throws RedislabError TARGET_AMBIGUOUS, WRONG_STATE when a shard has no replica, or who is to take over is its master
 */
export function findPromoted(
  {instances, masters}: DeploymentStatus,
  {targets, found: named, manner}: FailoverWish,
): readonly InstanceStatus[] {
  // Who takes over by force or without asking is named: after a failover that was quicker, the old master would be promoted
  // in its place.
  const already = named.find(({name, role}) => role === 'master' && targets.includes(name))
  if (manner !== undefined && already !== undefined) throw isMasterAlready(already, manner)
  if (named.length === 0 && masters.length > 1) {
    throw new RedislabError('TARGET_AMBIGUOUS', `There are ${masters.length} shards to choose from.`, {
      suggestions: ['Say which: redislab failover shard:1, or the replica that is to take over.'],
    })
  }
  const replicas = named.filter(({role}) => role === 'replica')
  const shards = new Set(
    named.length === 0 ? masters.map(({name}) => name) : named.map((it) => it.masterName),
  )
  return [...shards].map((shard) => {
    const candidates = (replicas.length > 0 ? replicas : instances).filter(
      ({role, masterName, state}) => role === 'replica' && masterName === shard && state === 'running',
    )
    const promoted = candidates.find(({linkUp}) => linkUp) ?? candidates[0]
    if (promoted !== undefined) return promoted
    throw new RedislabError('WRONG_STATE', `${shard} has no running replica that could take over.`, {
      suggestions: ['See how they are: redislab status'],
    })
  })
}

function isMasterAlready({name, masterName = ''}: InstanceStatus, manner: TakeoverManner): RedislabError {
  const shard = masterName.replace('-', ':')
  return new RedislabError('WRONG_STATE', `${name} is the master of ${masterName} already.`, {
    suggestions: [`Have a replica of it take over: redislab failover ${shard} --${manner}`],
    details: {instance: name},
  })
}

/**
 * CLUSTER FAILOVER on a replica.
 *
 * @throws RedislabError WRONG_STATE with Redis's words
 */
export async function takeOver(
  record: DeploymentRecord,
  instance: PlannedInstance,
  manner: TakeoverManner | undefined,
): Promise<void> {
  const {name} = instance
  const words = manner === undefined ? [] : [manner.toUpperCase()]
  await askInstance({instance, access: record}, async (connection) => {
    await connection.call('CLUSTER', 'FAILOVER', ...words).catch(refuse)
  })

  function refuse(error: unknown): never {
    if (!isReply(error)) throw error
    throw new RedislabError('WRONG_STATE', `${name} refused to take over: ${error.message}`, {
      suggestions:
        manner === undefined
          ? [`Without asking its master: redislab failover ${name} --force`]
          : ['See how it is: redislab status'],
      details: {instance: name, reply: error.message},
      cause: error,
    })
  }
}
