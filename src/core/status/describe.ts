import {
  formatAddress,
  type MasterGroup,
  nameAddress,
  type Plan,
  type PlannedInstance,
} from '../topology/plan.ts'
import type {Role, ServerInfo} from '../words.ts'
import {findStillNeeded} from './abandoned-heals.ts'
import {describeShard, shardOf} from './cluster.ts'
import {unmetOfLinks} from './links.ts'
import type {Observation, Observations} from './observation.ts'
import {findUnmet} from './readiness.ts'
import type {AbandonedHeal, DeploymentStatus, InstanceStatus, LinksStatus, MasterStatus} from './status.ts'

export interface Described {
  readonly directory: string
  readonly server: ServerInfo
  readonly links?: LinksStatus | undefined
  readonly abandonedHeals?: readonly AbandonedHeal[]
}

/** The status of a deployment, folded from what its instances say of themselves and of each other. */
export function describeDeployment(
  plan: Plan,
  observations: Observations,
  {directory, server, links, abandonedHeals = []}: Described,
): DeploymentStatus {
  const describe = plan.mode === 'cluster' ? describeShard : describeMaster
  const masters = plan.masters.map((group) => describe(plan, group, observations))
  const notReady = [...(links === undefined ? [] : unmetOfLinks(links)), ...findUnmet(plan, observations)]
  const instances = plan.instances.map((instance) => describeInstance(plan, instance, observations, masters))
  const abandoned = findStillNeeded(abandonedHeals, instances)
  return {
    deployment: plan.name,
    topology: plan.topology,
    mode: plan.mode,
    ready: notReady.length === 0,
    notReady,
    directory,
    server,
    instances,
    masters,
    ...(links === undefined ? {} : {links}),
    ...(abandoned.length === 0 ? {} : {abandonedHeals: abandoned}),
  }
}

function describeInstance(
  plan: Plan,
  instance: PlannedInstance,
  observations: Observations,
  masters: readonly MasterStatus[],
): InstanceStatus {
  const observation = observations.get(instance.name)
  const {replication, monitored, problem, state = 'dead', pid = null} = observation ?? {}
  const masterName = plan.mode === 'cluster' ? shardOf(plan, instance, observations) : instance.masterName
  const master = masters.find(({name}) => name === masterName)
  const masterOffset =
    master?.instance == null ? undefined : observations.get(master.instance)?.replication?.offset
  const isReplica = replication?.role === 'replica'
  return {
    name: instance.name,
    kind: instance.kind,
    role: roleOf(instance, observation),
    state,
    address: formatAddress(instance),
    ...(instance.onHost === undefined ? {} : {onHost: instance.onHost}),
    pid,
    ...(replication === undefined ? {} : {replicationOffset: replication.offset}),
    ...(isReplica && masterOffset !== undefined
      ? {lagBytes: Math.max(0, masterOffset - replication.offset)}
      : {}),
    ...(isReplica ? {linkUp: replication.linkUp === true} : {}),
    ...(replication?.fullSync === undefined ? {} : {fullSync: replication.fullSync}),
    ...(replication?.syncAttempts === undefined ? {} : {syncAttempts: replication.syncAttempts}),
    ...(masterName === undefined ? {} : {masterName}),
    ...(observation?.cluster === undefined ? {} : {clusterState: observation.cluster.state}),
    ...(isReplica && replication.replicaOf !== undefined
      ? {replicaOf: nameAddress(plan, replication.replicaOf)}
      : {}),
    ...(monitored === undefined ? {} : {believes: believesOf(monitored)}),
    ...(observation?.tilt ? {tilt: true} : {}),
    ...(problem === undefined ? {} : {problem}),
  }
}

function roleOf({kind}: PlannedInstance, observation: Observation | undefined): Role {
  if (kind === 'sentinel') return 'sentinel'
  return observation?.replication?.role ?? 'unknown'
}

function believesOf(monitored: NonNullable<Observation['monitored']>): Record<string, string> {
  return Object.fromEntries([...monitored].map(([name, {told}]) => [name, told]))
}

function describeMaster(plan: Plan, group: MasterGroup, observations: Observations): MasterStatus {
  const members = plan.instances.filter(({masterName}) => masterName === group.name)
  const claiming = members.filter(({name}) => observations.get(name)?.replication?.role === 'master')
  const believed = [...observations.values()].flatMap(({monitored}) => {
    const address = monitored?.get(group.name)?.told
    return address === undefined ? [] : [address]
  })
  const agreed = new Set(believed).size === 1 ? believed[0] : undefined
  const [only, second] = claiming
  const master = second === undefined ? only : claiming.find((instance) => formatAddress(instance) === agreed)
  const address = master === undefined ? null : formatAddress(master)
  return {
    name: group.name,
    instance: master?.name ?? null,
    address,
    claimedBy: claiming.map(({name}) => name),
    ...(group.quorum === undefined
      ? {}
      : {quorum: group.quorum, sentinelsAgree: address !== null && agreed === address}),
  }
}
