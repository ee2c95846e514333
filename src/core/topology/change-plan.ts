import type {Mode} from '../words.ts'
import {keepSlots} from './keep-slots.ts'
import type {MasterGroup, Plan, PlannedInstance} from './plan.ts'
import type {PlannedHost} from './spread.ts'
import {formatTopology} from './topology.ts'

export interface Newcomer {
  readonly port: number
  /** In a cluster: 40 hex digits. */
  readonly nodeId?: string | undefined
  /** Of a replica: whose, and of which group that one is now. Without it: a master, of a shard of its own. */
  readonly upstream?: Upstream | undefined
  /** The other host that it runs on. Without it: where the others are. */
  readonly place?: PlannedHost | undefined
}

/** Whom a newcomer replicates from. */
export interface Upstream {
  readonly name: string
  readonly masterName: string
  /** Whether it is the master of its group now. */
  readonly isMaster: boolean
}

/**
 * A plan with one data instance more. It gets the next number, and stands behind the other data instances. A replica of the
 * present master is planned as one of the first master, which is master again after a reset.
 */
export function growPlan(
  plan: Plan,
  {port, nodeId, upstream, place}: Newcomer,
): {readonly plan: Plan; readonly instance: PlannedInstance} {
  const data = plan.instances.filter(({kind}) => kind === 'redis')
  const shard = `shard-${nextNumber(plan.masters)}`
  const instance: PlannedInstance = {
    name: `n${nextNumber(data)}`,
    kind: 'redis',
    host: place?.address ?? data[0]?.host ?? '127.0.0.1',
    port,
    ...(place === undefined ? {} : {onHost: place.name}),
    masterName: upstream?.masterName ?? shard,
    ...(nodeId === undefined ? {} : {nodeId}),
    ...(upstream === undefined ? {} : {replicaOf: plannedUpstream(plan, upstream)}),
  }
  const masters =
    upstream === undefined ? [...plan.masters, {name: shard, instance: instance.name}] : plan.masters
  const others = plan.instances.filter(({kind}) => kind !== 'redis')
  return {plan: reshape({...plan, masters, instances: [...data, instance, ...others]}), instance}
}

function plannedUpstream({masters}: Plan, {name, masterName, isMaster}: Upstream): string {
  const first = masters.find((group) => group.name === masterName)?.instance
  return isMaster ? (first ?? name) : name
}

/**
 * A plan without an instance. Where it was the master of its group at first, the one that is master now takes its place;
 * a group that nobody belongs to any more is gone.
 */
export function shrinkPlan(plan: Plan, name: string, masters: Readonly<Record<string, string>>): Plan {
  return withSoundGroups({...plan, instances: plan.instances.filter((one) => one.name !== name)}, masters)
}

/**
 * A plan of a cluster after masters gave their last slot away: each replicates from who got it, their replicas do so, too,
 * and their shards are no more.
 *
 * @param upstreams whom each node replicates from now; masters, and nodes that do not answer, are not there
 */
export function regroupPlan(
  plan: Plan,
  upstreams: ReadonlyMap<string, string>,
  emptied: readonly string[],
): Plan {
  const shards = new Set(
    plan.instances.flatMap(({name, masterName}) => (emptied.includes(name) ? [masterName] : [])),
  )
  const instances = plan.instances.map((instance) => {
    if (!shards.has(instance.masterName)) return instance
    const master = plan.instances.find(({name}) => name === rootOf(instance.name, upstreams))
    const {masterName} = master ?? instance
    if (master === undefined || masterName === undefined || masterName === instance.masterName)
      return instance
    return {...instance, masterName, replicaOf: master.name}
  })
  return withSoundGroups({...plan, instances}, {})
}

/** Where a chain of replicas begins. */
function rootOf(name: string, upstreams: ReadonlyMap<string, string>): string {
  const seen = new Set([name])
  let root = name
  for (let next = upstreams.get(root); next !== undefined && !seen.has(next); next = upstreams.get(root)) {
    seen.add(next)
    root = next
  }
  return root
}

/**
 * Each group has a master that is of it, its other instances replicate from somebody who is there, and every slot is
 * somebody's.
 */
function withSoundGroups(plan: Plan, current: Readonly<Record<string, string>>): Plan {
  const membersOf = (group: MasterGroup) =>
    plan.instances.filter(({kind, masterName}) => kind === 'redis' && masterName === group.name)
  const masters = plan.masters.flatMap((group) => {
    const members = membersOf(group)
    const names = members.map(({name}) => name)
    const [first] = [group.instance, current[group.name] ?? '', ...names].filter((name) =>
      names.includes(name),
    )
    return first === undefined ? [] : [{...group, instance: first}]
  })
  const isThere = new Set(plan.instances.map(({name}) => name))
  const instances = plan.instances.map((instance): PlannedInstance => {
    const {replicaOf, ...rest} = instance
    const master = masters.find(({name}) => name === instance.masterName)?.instance
    if (replicaOf === undefined || master === undefined) return instance
    if (master === instance.name) return rest
    return isThere.has(replicaOf) ? instance : {...instance, replicaOf: master}
  })
  return reshape({...plan, masters: keepSlots(plan.masters, masters), instances})
}

/** The topology and the mode that a plan has after it was changed. */
function reshape(plan: Plan): Plan {
  const {masters, instances, mode} = plan
  const data = instances.filter(({kind}) => kind === 'redis').length
  const replicas = data - masters.length
  const topology = formatTopology({
    masters: masters.length,
    replicas,
    sentinels: instances.length - data,
    chain: false,
    cluster: mode === 'cluster',
  })
  return {...plan, topology, mode: modeWith(mode, replicas)}
}

function modeWith(mode: Mode, replicas: number): Mode {
  if (mode === 'cluster' || mode === 'sentinel') return mode
  return replicas > 0 ? 'replication' : 'standalone'
}

/** One more than the highest number at the end of a name. */
function nextNumber(named: readonly {readonly name: string}[]): number {
  return Math.max(0, ...named.map(({name}) => Number(/\d+$/.exec(name)?.[0] ?? 0))) + 1
}
