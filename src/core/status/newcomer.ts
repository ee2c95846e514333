import type {ClusterNode, ClusterView} from '../redis/cluster-nodes.ts'
import {formatAddress, type Plan, type PlannedInstance} from '../topology/plan.ts'
import {unmetOfListings} from './cluster-listings.ts'
import type {Observations} from './observation.ts'

/**
 * What is missing until an instance that was added is one of the others, a sentence each: it answers in its role, the
 * link of a replica is up, in a cluster it and all who answer know each other, and sentinels know it. That something else
 * is wrong with the deployment does not count.
 */
export function findUnmetOfNewcomer(
  plan: Plan,
  newcomer: PlannedInstance,
  observations: Observations,
): readonly string[] {
  const {name, replicaOf} = newcomer
  const own = observations.get(name)
  if (own?.replication === undefined) return [`${name} does not answer`]
  const {role, linkUp} = own.replication
  return [
    ...(replicaOf !== undefined && role !== 'replica' ? [`${name} is no replica yet`] : []),
    ...(replicaOf !== undefined && linkUp !== true ? [`the link of ${name} to ${replicaOf} is down`] : []),
    ...(replicaOf === undefined ? [] : unmetOfUpstream(plan, newcomer, observations)),
    ...(plan.mode === 'cluster' ? unmetInCluster(plan, newcomer, observations) : []),
    ...unmetOfSentinels(plan, newcomer, observations),
  ]
}

function unmetOfUpstream(
  {instances}: Plan,
  newcomer: PlannedInstance,
  observations: Observations,
): readonly string[] {
  const {name, replicaOf} = newcomer
  const upstream = instances.find((instance) => instance.name === replicaOf)
  const listed = observations.get(upstream?.name ?? '')?.replication?.replicas ?? []
  const isOnline = listed.some(
    ({address, state}) => address === formatAddress(newcomer) && state === 'online',
  )
  return isOnline ? [] : [`${replicaOf} does not list ${name} as online`]
}

function unmetInCluster(
  plan: Plan,
  newcomer: PlannedInstance,
  observations: Observations,
): readonly string[] {
  const {name, nodeId, replicaOf} = newcomer
  const own = observations.get(name)?.cluster
  const others = plan.instances.flatMap((instance) => {
    const {cluster} = observations.get(instance.name) ?? {}
    return cluster === undefined || instance.name === name ? [] : [{instance, cluster}]
  })
  const isDown = others.length > 0 && others.every(({cluster}) => cluster.state !== 'ok')
  const masterId = plan.instances.find((instance) => instance.name === replicaOf)?.nodeId
  return [
    ...others.flatMap(({instance, cluster}) => {
      const seen = knownNode(cluster, nodeId)
      const sees = knownNode(own, instance.nodeId)
      const itself = knownNode(cluster, instance.nodeId)
      return [
        ...(seen !== undefined && seen.masterId === masterId
          ? []
          : [
              `${instance.name} does not know ${name} as ${masterId === undefined ? 'a master' : 'a replica'} yet`,
            ]),
        ...(sees !== undefined &&
        sees.masterId === itself?.masterId &&
        sees.configEpoch === itself?.configEpoch
          ? []
          : [`${name} does not know ${instance.name} as it is yet`]),
      ]
    }),
    ...others.flatMap(({instance, cluster}) =>
      unmetOfListings(plan, instance, cluster, (id) => id === nodeId),
    ),
    ...(own === undefined ? [] : unmetOfListings(plan, newcomer, own)),
    ...(own?.state === 'ok' || isDown ? [] : [`${name} says cluster_state:${own?.state ?? 'unknown'}`]),
  ]
}

function knownNode(view: ClusterView | undefined, id: string | undefined): ClusterNode | undefined {
  return view?.nodes.find((node) => node.id === id && !node.flags.includes('handshake'))
}

function unmetOfSentinels(
  {instances}: Plan,
  newcomer: PlannedInstance,
  observations: Observations,
): readonly string[] {
  const {name, masterName = ''} = newcomer
  return instances.flatMap((sentinel) => {
    const known = observations.get(sentinel.name)?.monitored?.get(masterName)
    const address = formatAddress(newcomer)
    if (known === undefined || known.replicas.some((replica) => replica.address === address)) return []
    return [`${sentinel.name} does not know ${name} yet`]
  })
}
