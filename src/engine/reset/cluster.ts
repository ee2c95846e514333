import {parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import {slotsOfGroup} from '../../core/topology/keep-slots.ts'
import type {MasterGroup, PlannedInstance} from '../../core/topology/plan.ts'
import {formatSlots} from '../../core/topology/slots.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import type {ResetContext} from './context.ts'
import {empty} from './roles.ts'

const answerWithinMs = 20_000

/**
 * Empties the shards of a cluster, and has the planned masters take over from their replicas, where those are masters now.
 * All nodes must run.
 *
 * @returns false where that is not enough: slots were moved, or replicas went to other shards
 */
export async function takeShardsBack({record}: ResetContext): Promise<boolean> {
  const {plan, server} = record
  const open = (instance: PlannedInstance) =>
    Connection.open(endpointOf(instance, record), {timeoutMs: answerWithinMs})
  const nodes = await Promise.all(
    plan.instances.map(async (instance) => {
      using connection = await open(instance)
      const own = parseClusterNodes(String(await connection.call('CLUSTER', 'NODES'))).find(({flags}) =>
        flags.includes('myself'),
      )
      if (own !== undefined && own.masterId === undefined) await empty(connection, server.version)
      return {instance, own}
    }),
  )
  if (plan.masters.some((group) => !isTogether(group))) return false
  for (const {instance: master} of plan.masters) {
    const node = nodes.find(({instance}) => instance.name === master)
    if (node?.own?.masterId === undefined) continue
    using connection = await open(node.instance)
    // There is no data left to lose, so nobody need agree.
    await connection.call('CLUSTER', 'FAILOVER', 'TAKEOVER')
  }
  return true

  /** Whether the slots of a shard are all at one of its members, none on its way, and all members belong to that one. */
  function isTogether(group: MasterGroup): boolean {
    const members = nodes.filter(({instance}) => instance.masterName === group.name)
    const planned = formatSlots(slotsOfGroup(group))
    const master = members.find(({own}) => formatSlots(own?.slots ?? []) === planned)?.own
    return (
      master !== undefined &&
      members.every(({own}) => own?.open.length === 0 && (own === master || own?.masterId === master.id))
    )
  }
}
