import type {ClusterView} from '../redis/cluster-nodes.ts'
import type {MonitoredMaster} from '../redis/sentinel-reply.ts'
import type {Observations} from '../status/observation.ts'
import {formatAddress, nameAddress, type Plan} from '../topology/plan.ts'
import type {InstanceState, Role} from '../words.ts'
import type {Doubt} from './picture.ts'

/** What was found at one moment when the instances were asked: it counts more than what logs let one expect. */
export interface Sighting {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly instances: readonly SeenInstance[]
  readonly views: readonly SeenView[]
}

export interface SeenInstance {
  readonly name: string
  readonly state: InstanceState
  readonly role: Role
  /** Of replicas: whom it copies from, and whether that link is up. */
  readonly of: string | null
  readonly isUp: boolean
  /** In bytes; null of sentinels, and of who did not answer. */
  readonly offset: number | null
}

export interface SeenView {
  readonly viewer: string
  readonly group: string
  readonly master: string | null
  readonly doubt: Doubt
  readonly epoch: number | null
}

/** What instances answered, as far as a picture shows it. */
export function sightingOf(plan: Plan, observations: Observations, at: number): Sighting {
  const instances = plan.instances.map(({name, kind}): SeenInstance => {
    const {state = 'dead', replication} = observations.get(name) ?? {}
    const role = kind === 'sentinel' ? 'sentinel' : (replication?.role ?? 'unknown')
    const of = replication?.replicaOf === undefined ? null : nameAddress(plan, replication.replicaOf)
    const offset = replication?.offset ?? null
    return {name, state, role, of, isUp: replication?.linkUp === true, offset}
  })
  const views = plan.instances.flatMap(({name}) => {
    const {monitored, cluster} = observations.get(name) ?? {}
    return [
      ...[...(monitored ?? [])].map(([group, master]) => viewOfSentinel(plan, name, group, master)),
      ...(cluster === undefined ? [] : viewsOfNode(plan, name, cluster)),
    ]
  })
  return {at, instances, views}
}

function viewOfSentinel(
  plan: Plan,
  viewer: string,
  group: string,
  {told, view, configEpoch}: MonitoredMaster,
): SeenView {
  const master = told === '' ? null : nameAddress(plan, told)
  const isOfMaster = view.address === told
  const doubt = isOfMaster ? doubtOf(view.flags, 's_down', 'o_down') : 'none'
  return {viewer, group, master, doubt, epoch: configEpoch}
}

/** Of each shard, whom a node takes for the owner of its slots. */
function viewsOfNode(plan: Plan, viewer: string, {nodes}: ClusterView): readonly SeenView[] {
  return plan.masters.flatMap(({name: group}): SeenView[] => {
    const members = plan.instances.filter(({masterName}) => masterName === group)
    const addresses = new Map(members.map((member) => [formatAddress(member), member.name]))
    const isMember = ({id, address}: (typeof nodes)[number]) =>
      members.some(({nodeId}) => nodeId === id) || addresses.has(address)
    const owner = nodes.find((node) => node.slots.length > 0 && isMember(node))
    if (owner === undefined) return []
    const name = members.find(({nodeId}) => nodeId === owner.id)?.name ?? nameAddress(plan, owner.address)
    const doubt = doubtOf(owner.flags, 'fail?', 'fail')
    return [{viewer, group, master: name, doubt, epoch: owner.configEpoch}]
  })
}

function doubtOf(flags: readonly string[], subjective: string, objective: string): Doubt {
  if (flags.includes(objective)) return 'objective'
  return flags.includes(subjective) ? 'subjective' : 'none'
}
