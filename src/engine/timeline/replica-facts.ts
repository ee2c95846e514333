import type {Access} from '../../core/config/access.ts'
import {addressOf} from '../../core/redis/info.ts'
import {textOf} from '../../core/text/text-of.ts'
import type {ReplicaFacts} from '../../core/timeline/explaining/facts.ts'
import {nameAddress, type Plan} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'

/**
 * What a sentinel knows of the replicas of a master, as it would judge them now: of the first of the named sentinels
 * that answers.
 */
export async function readReplicaFacts(
  {plan, ...access}: Access & {readonly plan: Plan},
  masterName: string,
  sentinels: readonly string[],
): Promise<readonly ReplicaFacts[]> {
  for (const name of sentinels) {
    const sentinel = plan.instances.find((instance) => instance.name === name)
    if (sentinel === undefined) continue
    try {
      using connection = await Connection.open(endpointOf(sentinel, access), {timeoutMs: 500})
      const reply = await connection.call('SENTINEL', 'REPLICAS', masterName)
      return (Array.isArray(reply) ? reply : []).map((entry) => toFacts(plan, entry))
    } catch {
      // The next one may answer.
    }
  }
  return []
}

function toFacts(plan: Plan, entry: unknown): ReplicaFacts {
  const flat = Array.isArray(entry) ? entry.map(textOf) : []
  const field = (name: string) => flat[flat.indexOf(name) + 1] ?? ''
  return {
    name: nameAddress(plan, addressOf(field('ip'), field('port'))),
    flags: field('flags').split(','),
    priority: Number(field('slave-priority')),
    lastPongMs: Number(field('last-ok-ping-reply')),
    infoAgeMs: Number(field('info-refresh')),
    linkDownMs: Number(field('master-link-down-time')),
  }
}
