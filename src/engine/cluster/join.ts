import {RedislabError} from '../../core/errors/errors.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {announcedEndpointOf} from '../redis/endpoint.ts'
import {isReply} from '../redis/is-reply.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {onAbort} from '../time/on-abort.ts'
import {waitFor} from '../time/wait.ts'

export interface JoinOptions {
  /** How the others are. */
  readonly status: DeploymentStatus
  readonly withinMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * CLUSTER MEET with every node that answers, and of a replica CLUSTER REPLICATE. One node would do: the others would hear
 * of it by gossip, which takes seconds.
 *
 * @throws RedislabError WRONG_STATE with Redis's words, TIMED_OUT
 */
export async function joinCluster(
  record: DeploymentRecord,
  instance: PlannedInstance,
  {status, withinMs, signal}: JoinOptions,
): Promise<void> {
  const {plan} = record
  const {name, replicaOf} = instance
  const answering = new Set(
    status.instances.filter((it) => it.clusterState !== undefined).map((it) => it.name),
  )
  using connection = await Connection.open(announcedEndpointOf(instance, record), {timeoutMs: withinMs})
  using _ending = signal === undefined ? undefined : onAbort(signal, () => connection[Symbol.dispose]())
  const others = plan.instances.filter((it) => answering.has(it.name))
  await Promise.all(others.map((other) => connection.call('CLUSTER', 'MEET', other.host, other.port)))
  const master = plan.instances.find((it) => it.name === replicaOf)
  if (master === undefined) return
  let reply = ''
  const isReplica = await waitFor(
    async () => {
      try {
        await connection.call('CLUSTER', 'REPLICATE', master.nodeId ?? '')
        return true
      } catch (error) {
        if (!isReply(error)) throw error
        reply = error.message
        // They shake hands still: until then the master has another id here.
        if (/unknown node/i.test(reply)) return undefined
        throw new RedislabError('WRONG_STATE', `${name} cannot replicate from ${replicaOf}: ${reply}`, {
          suggestions: ['See how they are: redislab status'],
          details: {instance: name, reply},
          cause: error,
        })
      }
    },
    {withinMs, everyMs: 10, signal},
  )
  if (isReplica) return
  throw new RedislabError('TIMED_OUT', `${name} did not get to know ${replicaOf} within ${withinMs} ms.`, {
    suggestions: ['See how they are: redislab status'],
    details: {instance: name, reply},
  })
}
