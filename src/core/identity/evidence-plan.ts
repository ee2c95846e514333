import type {DirectiveFact, Evidence, Fact} from '../evidence/facts.ts'
import type {MasterGroup, Plan, PlannedInstance, Settings} from '../topology/plan.ts'
import {partsOf} from './claim.ts'
import {findGroups} from './find-groups.ts'
import type {EvidencedInstance, Identities} from './find-instances.ts'
import {findShards} from './find-shards.ts'

/** What stands in a plan for a host that no line names. */
export const unknownHost = '?'

/** What Redis ships with (sentinel.c: SENTINEL_DEFAULT_*): what counts where no conf says otherwise. */
const shipped: Settings = {
  timing: 'redis',
  downAfterMs: 30_000,
  failoverTimeoutMs: 180_000,
  parallelSyncs: 1,
  persist: 'none',
  set: [],
  sentinelSet: [],
}

/**
 * The plan of a deployment of which there is evidence: who belongs to it, by which address, and who was master at first.
 * Only what lines show is in it; a host that nobody names is `?`.
 */
export function planOfEvidence(name: string, evidence: readonly Evidence[], identities: Identities): Plan {
  const {instances} = identities
  const facts = evidence.flatMap((it) => it.facts)
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  const servers = instances.filter(({kind}) => kind !== 'sentinel')
  const isCluster = facts.some(isOfCluster)
  const {groups, members} = isCluster
    ? findShards(facts, servers, identities)
    : findGroups(facts, servers, identities)
  return {
    name,
    topology: topologyOf(groups.length, servers.length, sentinels.length, isCluster),
    mode: isCluster
      ? 'cluster'
      : sentinels.length > 0
        ? 'sentinel'
        : servers.length > 1
          ? 'replication'
          : 'standalone',
    isEvidenced: true,
    masters: groups,
    instances: [
      ...servers.map((server) => planServer(server, {groups, members, isCluster})),
      ...sentinels.map((sentinel) => ({
        ...place(sentinel),
        kind: 'sentinel' as const,
        ...idOf(sentinel, 'sentinelId'),
      })),
    ],
    settings: {...shipped, ...settingsOf(facts)},
  }
}

function topologyOf(masters: number, servers: number, sentinels: number, isCluster: boolean): string {
  const replicas = Math.max(0, servers - masters)
  const parts = [`${masters}m`, ...(replicas > 0 ? [`${replicas}r`] : [])]
  return [...parts, ...(sentinels > 0 && !isCluster ? [`${sentinels}s`] : [])].join('')
}

function place({
  name,
  addresses,
}: EvidencedInstance): Pick<PlannedInstance, 'name' | 'host' | 'port' | 'alsoAt'> {
  const known = addresses.map(partsOf).filter((it) => it !== undefined)
  const latest = known.at(-1)
  const port = Number(/^:(\d+)$/.exec(addresses[0] ?? '')?.[1] ?? 0)
  const {host, port: own} = latest ?? {host: unknownHost, port}
  const others = known.slice(0, -1)
  return {name, host, port: own, ...(others.length > 0 ? {alsoAt: others} : {})}
}

function idOf({ids}: EvidencedInstance, field: 'sentinelId' | 'nodeId') {
  const id = ids.at(-1)
  return id === undefined ? {} : {[field]: id}
}

function planServer(
  server: EvidencedInstance,
  {
    groups,
    members,
    isCluster,
  }: {
    readonly groups: readonly MasterGroup[]
    readonly members: ReadonlyMap<string, string>
    readonly isCluster: boolean
  },
): PlannedInstance {
  const group =
    groups.find(({name}) => name === members.get(server.name)) ??
    (groups.length === 1 ? groups[0] : undefined)
  const isFirstMaster = groups.some(({instance}) => instance === server.name)
  return {
    ...place(server),
    kind: 'redis',
    ...(group === undefined ? {} : {masterName: group.name}),
    ...(isCluster ? idOf(server, 'nodeId') : {}),
    ...(group === undefined || isFirstMaster ? {} : {replicaOf: group.instance}),
  }
}

function isOfCluster(fact: Fact): boolean {
  if (fact.kind === 'cluster-node') return true
  if (fact.kind === 'directive') return fact.name === 'cluster-enabled' && fact.words[0] === 'yes'
  return fact.kind === 'log' && /^Running mode=cluster,|, I'm \w{40}$/.test(fact.message)
}

/** What the confs of sentinels and of nodes say; the largest, where they differ. */
function settingsOf(facts: readonly Fact[]): Partial<Settings> {
  const directives = facts.filter((fact): fact is DirectiveFact => fact.kind === 'directive')
  const largest = (name: string, word: number) =>
    directives
      .filter((it) => it.name === name)
      .map(({words}) => Number(words[word]))
      .filter((it) => it > 0)
      .toSorted((a, b) => b - a)[0]
  const downAfterMs = largest('sentinel down-after-milliseconds', 1) ?? largest('cluster-node-timeout', 0)
  const failoverTimeoutMs = largest('sentinel failover-timeout', 1)
  const parallelSyncs = largest('sentinel parallel-syncs', 1)
  return {
    ...(downAfterMs === undefined ? {} : {downAfterMs}),
    ...(failoverTimeoutMs === undefined ? {} : {failoverTimeoutMs}),
    ...(parallelSyncs === undefined ? {} : {parallelSyncs}),
  }
}
