import type {ClusterListing} from '../redis/cluster-listing.ts'
import type {ClusterNode, ClusterView} from '../redis/cluster-nodes.ts'
import {nameAddress, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {formatSlots} from '../topology/slots.ts'

/**
 * Where CLUSTER SLOTS and CLUSTER SHARDS of a node differ from its CLUSTER NODES, a sentence each: clients that ask for
 * them would not find a node that is there, or not read from it. A replica is listed only when its offset is above 0, which
 * each node learns over the bus (cluster_legacy.c: isReplicaAvailable). Nodes that are failing do not count.
 *
 * @param isMeant which of the listed nodes count. @default all
 */
export function unmetOfListings(
  plan: Plan,
  {name}: PlannedInstance,
  {nodes, listings}: ClusterView,
  isMeant: (id: string) => boolean = () => true,
): readonly string[] {
  const well = nodes.filter(({id, flags}) => isMeant(id) && !flags.some((flag) => unwellFlags.has(flag)))
  return listings.flatMap((listing) =>
    well.flatMap((node) => {
      const problem = compare(node, nodes, listing)
      return problem === undefined
        ? []
        : [`${name} ${problem.replace('{}', nameAddress(plan, node.address))} in ${listing.command}`]
    }),
  )
}

const unwellFlags: ReadonlySet<string> = new Set(['fail', 'fail?', 'handshake', 'noaddr'])

function compare(
  node: ClusterNode,
  nodes: readonly ClusterNode[],
  {command, shards}: ClusterListing,
): string | undefined {
  const master = node.masterId === undefined ? node : nodes.find(({id}) => id === node.masterId)
  // CLUSTER SLOTS goes by slots: who has none is not in it.
  if (command === 'CLUSTER SLOTS' && (master?.slots ?? []).length === 0) return undefined
  const shard = shards.find((one) => one.nodes.some(({id}) => id === node.id))
  const listed = shard?.nodes.find(({id}) => id === node.id)
  if (shard === undefined || listed === undefined) return 'does not list {}'
  const role = node.masterId === undefined ? 'master' : 'replica'
  if (listed.role !== role) return `lists {} as a ${listed.role}`
  if (!shard.nodes.some(({id}) => id === master?.id)) return 'lists {} without its master'
  if (role === 'master' && formatSlots(shard.slots) !== formatSlots(node.slots))
    return 'lists other slots for {}'
  const {health = 'online'} = listed
  return health === 'online' ? undefined : `lists {} with health ${health}`
}
