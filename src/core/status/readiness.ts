import {describeProblem} from '../redis/refusal.ts'
import type {MonitoredMaster, SentinelView} from '../redis/sentinel-reply.ts'
import {
  formatAddress,
  type MasterGroup,
  nameAddress,
  type Plan,
  type PlannedInstance,
} from '../topology/plan.ts'
import {findUnmetOfCluster} from './cluster-readiness.ts'
import type {Observations} from './observation.ts'

/**
 * What is missing until a deployment is ready, a sentence each; nothing when it is. Ready means: kill a master at this
 * very moment and the failover works. Each master answers; each replica's link is up and its master lists it `online`;
 * each sentinel knows exactly the replicas and sentinels of the plan, with clean flags, and says CKQUORUM OK. CKQUORUM
 * alone is not enough: it counts sentinels that are known and not down, connected or not. What a sentinel last heard of
 * a replica's link is left out: it may be a second old, and a link that was down that shortly does not exclude a replica
 * from its choice (sentinel.c, sentinelSelectSlave: down for longer than ten times down-after).
 */
export function findUnmet(plan: Plan, observations: Observations): readonly string[] {
  const silent = plan.instances.flatMap(({name}) => {
    const observation = observations.get(name)
    if (observation === undefined || observation.state !== 'running')
      return [`${name} is ${observation?.state ?? 'dead'}`]
    if (observation.problem !== undefined) return [`${name} ${describeProblem(observation.problem)}`]
    if (observation.tilt) return [`${name} is in TILT: it takes no part in failovers for up to 30 s`]
    return []
  })
  if (plan.mode === 'cluster') return [...silent, ...findUnmetOfCluster(plan, observations)]
  return [...silent, ...plan.masters.flatMap((group) => unmetOfGroup(plan, group, observations))]
}

function unmetOfGroup(plan: Plan, group: MasterGroup, observations: Observations): readonly string[] {
  const members = plan.instances.filter(({masterName}) => masterName === group.name)
  const answering = members.filter(({name}) => observations.get(name)?.replication !== undefined)
  const masters = answering.filter(({name}) => observations.get(name)?.replication?.role === 'master')
  const [master] = masters
  if (master === undefined) return [`no instance of ${group.name} is master`]
  if (masters.length > 1) {
    return [`${masters.map(({name}) => name).join(' and ')} claim to be master of ${group.name}`]
  }
  const replicas = members.filter(({name}) => name !== master.name)
  return [
    ...answering
      .filter(({name}) => name !== master.name)
      .flatMap((replica) => unmetOfReplica(plan, replica, observations)),
    ...plan.instances
      .filter(({kind}) => kind === 'sentinel')
      .flatMap((sentinel) => unmetOfSentinel(plan, {group, master, replicas, sentinel}, observations)),
  ]
}

function unmetOfReplica(plan: Plan, replica: PlannedInstance, observations: Observations): readonly string[] {
  const {replicaOf = '', linkUp} = observations.get(replica.name)?.replication ?? {}
  const upstream = plan.instances.find((instance) => formatAddress(instance) === replicaOf)
  if (linkUp !== true) return [`the link of ${replica.name} to ${upstream?.name ?? replicaOf} is down`]
  if (upstream === undefined) {
    return [`${replica.name} replicates from ${replicaOf}, which is not of this deployment`]
  }
  const listed = observations.get(upstream.name)?.replication?.replicas
  if (listed === undefined) return [] // The upstream is silent, which has been said.
  const entry = listed.find(({address}) => address === formatAddress(replica))
  if (entry?.state === 'online') return []
  return [`${upstream.name} lists ${replica.name} as ${entry?.state ?? 'unknown'}, not online`]
}

interface Watched {
  readonly group: MasterGroup
  readonly master: PlannedInstance
  readonly replicas: readonly PlannedInstance[]
  readonly sentinel: PlannedInstance
}

function unmetOfSentinel(plan: Plan, watched: Watched, observations: Observations): readonly string[] {
  const {group, master, replicas, sentinel} = watched
  const observation = observations.get(sentinel.name)
  if (observation?.monitored === undefined) return [] // It is silent, which has been said.
  const known = observation.monitored.get(group.name)
  if (known === undefined) return [`${sentinel.name} does not monitor ${group.name}`]
  if (known.told !== formatAddress(master)) {
    const believed = nameAddress(plan, known.told)
    return [`${sentinel.name} takes ${believed} for the master of ${group.name}, not ${master.name}`]
  }
  if (known.view.address !== known.told)
    return [`${sentinel.name} still carries out the failover to ${master.name}`]
  const others = plan.instances.filter(({kind, name}) => kind === 'sentinel' && name !== sentinel.name)
  const views = [known.view, ...known.replicas, ...known.sentinels]
  const unclean = views.flatMap((view) => {
    const name = nameAddress(plan, view.address)
    // That an instance which does not run is seen as down goes without saying.
    const isSilent = observations.has(name) && observations.get(name)?.state !== 'running'
    const faults = view.flags.filter((flag) => !harmlessFlags.has(flag))
    return isSilent || faults.length === 0 ? [] : [`${sentinel.name} sees ${name} as ${faults.join(', ')}`]
  })
  return [
    ...unclean,
    ...unlike(sentinel, 'replica', replicas, known.replicas),
    ...unlike(sentinel, 'sentinel', others, known.sentinels),
    ...quorumProblem(sentinel, group, known),
  ]
}

/**
 * What a sentinel may say of an instance that is well. `master_down` on a sentinel is that one's last opinion of the
 * master; it is not taken back when the failover is over.
 */
const harmlessFlags: ReadonlySet<string> = new Set(['master', 'slave', 'sentinel', 'master_down'])

function unlike(
  sentinel: PlannedInstance,
  what: string,
  planned: readonly PlannedInstance[],
  known: readonly SentinelView[],
): readonly string[] {
  const expected = new Set(planned.map(formatAddress))
  const actual = new Set(known.map(({address}) => address))
  const missing = planned.filter((instance) => !actual.has(formatAddress(instance)))
  const extra = known.filter(({address}) => !expected.has(address))
  return [
    ...missing.map(({name}) => `${sentinel.name} does not know ${what} ${name} yet`),
    ...extra.map(
      ({address}) => `${sentinel.name} knows a ${what} at ${address} that is not of this deployment`,
    ),
  ]
}

function quorumProblem(
  {name}: PlannedInstance,
  group: MasterGroup,
  known: MonitoredMaster,
): readonly string[] {
  return known.quorumOk
    ? []
    : [`${name} has no quorum for ${group.name}: ${known.quorumProblem ?? 'unknown'}`]
}
