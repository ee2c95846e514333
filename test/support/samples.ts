import {renderNodesConf} from '../../src/core/config/nodes-conf.ts'
import type {ListedNode} from '../../src/core/redis/cluster-listing.ts'
import {type ClusterView, parseClusterNodes} from '../../src/core/redis/cluster-nodes.ts'
import {parseReplication} from '../../src/core/redis/info.ts'
import type {MonitoredMaster, SentinelView} from '../../src/core/redis/sentinel-reply.ts'
import {describeDeployment} from '../../src/core/status/describe.ts'
import type {Observation} from '../../src/core/status/observation.ts'
import type {DeploymentStatus, LinksStatus} from '../../src/core/status/status.ts'
import {
  formatAddress,
  makePlan,
  type Plan,
  type PlannedInstance,
  type PlanOptions,
  type Settings,
} from '../../src/core/topology/plan.ts'
import {slotCount} from '../../src/core/topology/slots.ts'
import {parseTopology} from '../../src/core/topology/topology.ts'

export interface SampleOptions extends Partial<Omit<PlanOptions, 'settings'>> {
  readonly chain?: boolean
  readonly cluster?: boolean
  readonly settings?: Partial<Settings>
}

const idsOf = (count: number) =>
  Array.from({length: count}, (_, index) => `${index + 1}`.padStart(4, '0').repeat(10))

/**
 * A plan as `up` would make it on a machine where all ports are free. The ids of the sentinels, or of the nodes of a
 * cluster, are `0001…`, `0002…`.
 */
export function planOf(
  topology: string,
  {chain = false, cluster = false, settings, ...options}: SampleOptions = {},
): Plan {
  const parsed = parseTopology(topology, {chain, cluster})
  return makePlan(parsed, {
    name: 'default',
    host: '127.0.0.1',
    port: 6380,
    sentinelPort: 26_380,
    sentinelIds: idsOf(parsed.sentinels),
    nodeIds: idsOf(parsed.masters + parsed.replicas),
    ...options,
    settings: {
      timing: 'lab',
      downAfterMs: 1000,
      failoverTimeoutMs: 5000,
      parallelSyncs: 1,
      persist: 'none',
      set: [],
      sentinelSet: [],
      ...settings,
    },
  })
}

/** What is found when all is well, to be changed by the test. Replication stands at offset 1000 everywhere. */
export function healthy(plan: Plan): Map<string, Observation> {
  return new Map(
    plan.instances.map((instance, index) => [
      instance.name,
      {
        state: 'running',
        pid: 100 + index,
        ...(plan.mode === 'cluster' ? {cluster: clusterViewOf(plan, instance)} : {}),
        ...(instance.kind === 'redis'
          ? {replication: replicationOf(plan, instance)}
          : {monitored: new Map(plan.masters.map(({name}) => [name, monitoredBy(plan, instance, name)]))}),
      },
    ]),
  )
}

/** The plan after a failover: `newMaster` leads the group of which it was a replica, and all others follow it. */
export function afterFailover(plan: Plan, newMaster: string): Plan {
  const group = instanceOf(plan, newMaster).masterName
  return {
    ...plan,
    masters: plan.masters.map((master) =>
      master.name === group ? {...master, instance: newMaster} : master,
    ),
    instances: plan.instances.map((instance) => {
      if (instance.kind === 'redis' && instance.masterName !== group) return instance
      const {replicaOf: _, ...rest} = instance
      return rest.kind === 'redis' && rest.name !== newMaster ? {...rest, replicaOf: newMaster} : rest
    }),
  }
}

/** Changes what one sentinel says of one master. */
export function changeView(
  observations: Map<string, Observation>,
  sentinel: string,
  change: (known: MonitoredMaster) => MonitoredMaster,
  masterName = 'mymaster',
): void {
  const observation = observations.get(sentinel)
  const known = observation?.monitored?.get(masterName)
  if (observation === undefined || known === undefined)
    throw new Error(`${sentinel} does not monitor ${masterName}`)
  observations.set(sentinel, {
    ...observation,
    monitored: new Map([...(observation.monitored ?? []), [masterName, change(known)]]),
  })
}

/** The status that follows from a plan and what was found. */
export function statusOf(
  plan: Plan,
  observations: ReadonlyMap<string, Observation> = healthy(plan),
  links?: LinksStatus,
): DeploymentStatus {
  return describeDeployment(plan, observations, {
    directory: '/home/ada/.local/state/redislab/default',
    server: {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'},
    links,
  })
}

export function instanceOf(plan: Plan, name: string): PlannedInstance {
  const instance = plan.instances.find((candidate) => candidate.name === name)
  if (instance === undefined) throw new Error(`there is no ${name} in ${plan.topology}`)
  return instance
}

/** What a node of a cluster says when all is well: its file of nodes has the form of CLUSTER NODES. */
function clusterViewOf(plan: Plan, instance: PlannedInstance): ClusterView {
  return {
    state: 'ok',
    currentEpoch: plan.masters.length,
    slotsAssigned: slotCount,
    slotsOk: slotCount,
    nodes: parseClusterNodes(renderNodesConf(plan, instance, {flavour: 'redis', version: '7.0.15'})),
    listings: listingsOf(plan),
  }
}

/** What CLUSTER SLOTS and CLUSTER SHARDS say when all is well. */
function listingsOf(plan: Plan): ClusterView['listings'] {
  const shards = plan.masters.map(({name, instance, slots}) => ({
    slots: slots === undefined ? [] : [slots],
    nodes: plan.instances
      .filter(({masterName}) => masterName === name)
      .map(
        (node): ListedNode => ({
          id: node.nodeId ?? '',
          role: node.name === instance ? 'master' : 'replica',
          health: 'online',
        }),
      ),
  }))
  return [
    {command: 'CLUSTER SLOTS', shards},
    {command: 'CLUSTER SHARDS', shards},
  ]
}

function replicationOf(plan: Plan, instance: PlannedInstance) {
  const upstream = instance.replicaOf === undefined ? undefined : instanceOf(plan, instance.replicaOf)
  const listed = plan.instances
    .filter(({replicaOf}) => replicaOf === instance.name)
    .map(({host, port}, index) => `slave${index}:ip=${host},port=${port},state=online,offset=1000,lag=0`)
  const own =
    upstream === undefined
      ? ['role:master']
      : [
          'role:slave',
          `master_host:${upstream.host}`,
          `master_port:${upstream.port}`,
          'master_link_status:up',
          'slave_repl_offset:1000',
        ]
  const info = ['# Replication', ...own, ...listed, 'master_replid:abc', 'master_repl_offset:1000'].join(
    '\r\n',
  )
  const replication = parseReplication(info)
  if (replication === undefined) throw new Error('the sample is not INFO')
  return replication
}

function monitoredBy(plan: Plan, sentinel: PlannedInstance, masterName: string): MonitoredMaster {
  const group = plan.masters.find(({name}) => name === masterName)
  const members = plan.instances.filter((instance) => instance.masterName === masterName)
  const view = (instance: PlannedInstance, flag: string): SentinelView => ({
    name: instance.name === group?.instance ? masterName : formatAddress(instance),
    address: formatAddress(instance),
    runId: instance.sentinelId ?? instance.name.padEnd(40, '0'),
    flags: [flag],
    linkUp: flag === 'slave',
  })
  return {
    view: view(instanceOf(plan, group?.instance ?? ''), 'master'),
    told: formatAddress(instanceOf(plan, group?.instance ?? '')),
    quorum: group?.quorum ?? 0,
    configEpoch: 0,
    replicas: members.filter(({name}) => name !== group?.instance).map((member) => view(member, 'slave')),
    sentinels: plan.instances
      .filter(({kind, name}) => kind === 'sentinel' && name !== sentinel.name)
      .map((other) => view(other, 'sentinel')),
    downAfterMs: 1500,
    failoverTimeoutMs: 5000,
    parallelSyncs: 1,
    otherSentinels: 2,
    quorumOk: true,
  }
}
