import type {ClusterView} from '../redis/cluster-nodes.ts'
import {nameAddress, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {countSlots, formatSlots, slotCount} from '../topology/slots.ts'
import {shardOf} from './cluster.ts'
import {unmetOfListings} from './cluster-listings.ts'
import type {Observations} from './observation.ts'

/**
 * What is missing until a cluster is ready, a sentence each: every node says cluster_state:ok, all know the same nodes,
 * slots and epochs, every slot is served, the link of each replica to its master is up, no shard has lost its last
 * replica, and clients that ask any node find all the others, in CLUSTER SLOTS and in CLUSTER SHARDS.
 */
export function findUnmetOfCluster(plan: Plan, observations: Observations): readonly string[] {
  const answering = plan.instances.flatMap((instance) => {
    const {cluster, replication} = observations.get(instance.name) ?? {}
    return cluster === undefined ? [] : [{instance, cluster, replication}]
  })
  const byLayout = new Map<string, string[]>()
  for (const {instance, cluster} of answering) {
    const layout = layoutOf(cluster)
    byLayout.set(layout, [...(byLayout.get(layout) ?? []), instance.name])
  }
  const sides = [...byLayout.values()].map((names) => names.join(' '))
  return [
    ...answering.flatMap(({instance, cluster}) => unmetOfNode(plan, instance, cluster)),
    ...(sides.length > 1 ? [`${sides.join(' and ')} do not see the same slots and epochs`] : []),
    ...answering
      .filter(({replication}) => replication?.role === 'replica' && replication.linkUp !== true)
      .map(({instance}) => `the link of ${instance.name} to its master is down`),
    ...lostReplicas(plan, observations),
    ...answering.flatMap(({instance, cluster}) => unmetOfListings(plan, instance, cluster)),
  ]
}

/**
 * Shards that were to have replicas and have none that runs: dead, or migrated to another shard. While two claim to be
 * master of a shard, one of them is on its way to be the replica.
 */
function lostReplicas(plan: Plan, observations: Observations): readonly string[] {
  const inShard = plan.instances.map((instance) => ({
    name: instance.name,
    shard: shardOf(plan, instance, observations),
    role: observations.get(instance.name)?.replication?.role,
  }))
  return plan.masters.flatMap(({name: shard}) => {
    const members = inShard.filter((instance) => instance.shard === shard)
    const masters = members.filter(({role}) => role === 'master')
    const isMissing =
      plan.instances.some(({masterName, replicaOf}) => masterName === shard && replicaOf !== undefined) &&
      !members.some(({role}) => role === 'replica')
    return isMissing && masters.length === 1
      ? [`${shard} has no replica left: nobody could take over from ${masters[0]?.name}`]
      : []
  })
}

function unmetOfNode(plan: Plan, {name}: PlannedInstance, view: ClusterView): readonly string[] {
  const nodes = plan.instances.filter(({kind}) => kind === 'redis')
  const known = new Set(view.nodes.map(({id}) => id))
  const strangers = nodes.filter(({nodeId}) => !known.has(nodeId ?? ''))
  const seen = (flag: string) =>
    view.nodes
      .filter(({flags}) => flags.includes(flag))
      .map(({address}) => nameAddress(plan, address))
      .toSorted((a, b) => a.localeCompare(b, 'en', {numeric: true}))
      .join(' ')
  const [failed, failing] = [seen('fail'), seen('fail?')]
  return [
    ...(view.state === 'ok' ? [] : [`${name} says cluster_state:${view.state}`]),
    ...(countSlots(view.nodes.flatMap(({slots}) => slots)) === slotCount
      ? []
      : [`${name} does not know who has all slots`]),
    ...strangers.map((node) => `${name} does not know ${node.name} yet`),
    ...(failed === '' ? [] : [`${name} sees ${failed} as failed`]),
    ...(failing === '' ? [] : [`${name} sees ${failing} as failing`]),
  ]
}

/** Who has which slots in which epoch, and who copies whom: the same text for those who agree. */
function layoutOf({nodes}: ClusterView): string {
  return nodes
    .map(({id, masterId = '', configEpoch, slots}) =>
      masterId === '' ? `${id} ${configEpoch} ${formatSlots(slots)}` : `${id} ${masterId}`,
    )
    .sort()
    .join('\n')
}
