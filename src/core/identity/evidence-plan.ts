import type {DirectiveFact, Evidence, Fact, LogFact, NodeFact} from '../evidence/facts.ts'
import type {MasterGroup, Plan, PlannedInstance, Settings} from '../topology/plan.ts'
import {addressOf, partsOf} from './claim.ts'
import type {EvidencedInstance, Identities} from './find-instances.ts'

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
  const nodes = facts.filter((fact): fact is NodeFact => fact.kind === 'cluster-node')
  const isCluster = nodes.length > 0 || facts.some(isClusterLine)
  const isListed = nodes.some(({node}) => node.slots.length > 0)
  const followers = isCluster && !isListed ? findFollowers(facts, servers, identities) : undefined
  const groups = isCluster
    ? followers === undefined
      ? shardsOf(nodes, servers)
      : shardsByLogs(facts, servers, identities, followers)
    : sentinels.length > 0
      ? watchedGroups(facts, servers)
      : replicationGroups(facts, servers, identities)
  const members = !isCluster
    ? groupMembers(facts, servers, groups)
    : followers === undefined
      ? shardMembers(nodes, servers)
      : membersByLogs(groups, followers)
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

/** What sentinels watch: the name, and the address that it had before anything happened. */
function watchedGroups(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
): readonly MasterGroup[] {
  const first = new Map<string, {readonly at: number; readonly address: string}>()
  const quorums = new Map<string, number>()
  const note = (group: string, at: number, address: string) => {
    if ((first.get(group)?.at ?? Number.POSITIVE_INFINITY) > at) first.set(group, {at, address})
  }
  for (const fact of facts) {
    if (fact.kind === 'log' && (fact.event?.kind === '+monitor' || fact.event?.kind === '+switch-master')) {
      const {fields, kind} = fact.event
      const isMonitor = kind === '+monitor'
      const address = addressOf(
        String(isMonitor ? fields['ip'] : fields['oldIp']),
        String(isMonitor ? fields['port'] : fields['oldPort']),
      )
      note(String(fields['masterName']), fact.at ?? Number.MAX_SAFE_INTEGER - 1, address)
      if (isMonitor) quorums.set(String(fields['masterName']), Number(fields['quorum']))
    }
    // A rewritten conf is as it was at the end: logs know better who was first.
    if (fact.kind === 'directive' && fact.name === 'sentinel monitor') {
      const [group = '', host = '', port = '', quorum] = fact.words
      note(group, Number.MAX_SAFE_INTEGER, addressOf(host, port))
      if (quorum !== undefined && !quorums.has(group)) quorums.set(group, Number(quorum))
    }
    if (fact.kind === 'log' && fact.event?.fields['subject'] !== undefined) {
      const {fields} = fact.event
      const address = addressOf(String(fields['masterIp']), String(fields['masterPort']))
      note(String(fields['masterName']), fact.at ?? Number.MAX_SAFE_INTEGER - 1, address)
    }
  }
  return [...first].flatMap(([name, {address}]) => {
    const instance = servers.find(({addresses}) => addresses.includes(address))?.name
    const quorum = quorums.get(name)
    return instance === undefined ? [] : [{name, instance, ...(quorum === undefined ? {} : {quorum})}]
  })
}

/** Which group each server belongs to, by what sentinels and their confs say of it. */
function groupMembers(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  groups: readonly MasterGroup[],
): ReadonlyMap<string, string> {
  const members = new Map<string, string>()
  const note = (address: string, group: string) => {
    const server = servers.find(({addresses}) => addresses.includes(address))
    if (server !== undefined && groups.some(({name}) => name === group)) members.set(server.name, group)
  }
  for (const fact of facts) {
    if (fact.kind === 'log' && fact.event !== undefined) {
      const {subject, ip, port, masterName} = fact.event.fields
      if (subject === 'master' || subject === 'replica')
        note(addressOf(String(ip), String(port)), String(masterName))
    }
    if (fact.kind === 'directive' && /^sentinel (?:monitor|known-(?:replica|slave))$/.test(fact.name)) {
      const [group = '', host = '', port = ''] = fact.words
      note(addressOf(host, port), group)
    }
  }
  for (const {name, instance} of groups) members.set(instance, name)
  return members
}

/** Without sentinels: a master is whom others replicate from, or whose log is that of a master. */
function replicationGroups(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  {ownerOf}: Identities,
): readonly MasterGroup[] {
  const masters = new Set<string>()
  for (const fact of facts) {
    const followed = followedIn(fact)
    const master = servers.find(({addresses}) => followed !== undefined && addresses.includes(followed))
    if (master !== undefined) masters.add(master.name)
    if (fact.kind === 'info' && fact.fields.get('role') === 'master') masters.add(ownerOf(fact)?.name ?? '')
  }
  masters.delete('')
  const first = facts.find((fact): fact is LogFact => fact.kind === 'log' && fact.letter === 'M')
  const writer = first === undefined ? undefined : ownerOf(first)?.name
  if (masters.size === 0 && writer !== undefined) masters.add(writer)
  const [only] = masters
  // Of several, who belongs to whom is not always shown: the first one stands for all.
  return only === undefined ? firstServer(servers) : [{name: 'master', instance: only}]
}

function firstServer([server]: readonly EvidencedInstance[]): readonly MasterGroup[] {
  return server === undefined ? [] : [{name: 'master', instance: server.name}]
}

function followedIn(fact: Fact): string | undefined {
  if (fact.kind === 'directive' && /^(?:replica|slave)of$/.test(fact.name))
    return addressOf(fact.words[0] ?? '', fact.words[1] ?? '')
  const {host, port} = fact.kind === 'log' ? (fact.event?.fields ?? {}) : {}
  return host === undefined || port === undefined ? undefined : addressOf(String(host), String(port))
}

function isClusterLine(fact: Fact): boolean {
  if (fact.kind === 'directive') return fact.name === 'cluster-enabled' && fact.words[0] === 'yes'
  return fact.kind === 'log' && /^Running mode=cluster,|, I'm \w{40}$/.test(fact.message)
}

/** The masters with slots, by the list that is the first to show them. */
function shardsOf(nodes: readonly NodeFact[], servers: readonly EvidencedInstance[]): readonly MasterGroup[] {
  const masters = new Map<string, NodeFact>()
  for (const fact of nodes)
    if (fact.node.slots.length > 0 && !masters.has(fact.node.id)) masters.set(fact.node.id, fact)
  const groups = [...masters.values()].flatMap(({node}, index) => {
    const instance = serverOf(node, servers)
    const [slots] = node.slots
    return instance === undefined || slots === undefined
      ? []
      : [{name: `shard-${index + 1}`, instance: instance.name, ...(node.slots.length === 1 ? {slots} : {})}]
  })
  return groups.length > 0 ? groups : firstServer(servers)
}

/** What is logged when a master is taken for down, and when another one takes over. */
const firstSigns: ReadonlySet<string> = new Set([
  'node-possibly-failing',
  'node-failing',
  'node-failing-heard',
  'election-started',
  'election-won',
  'takeover',
  'manual-failover-requested',
])

/** Of a cluster of which there is no list of nodes: whom each server copied from before anything happened. */
function findFollowers(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  {ownerOf}: Identities,
): ReadonlyMap<string, string> {
  const followers = new Map<string, string>()
  const times = facts.flatMap((fact) =>
    fact.kind === 'log' && fact.at !== null && firstSigns.has(fact.event?.kind ?? '') ? [fact.at] : [],
  )
  const until = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  for (const fact of facts) {
    if (fact.kind !== 'log' || fact.event?.kind !== 'connecting-to-master' || (fact.at ?? 0) > until) continue
    const follower = ownerOf(fact)?.name
    const address = followedIn(fact)
    const master = servers.find(({addresses}) => address !== undefined && addresses.includes(address))?.name
    if (follower !== undefined && master !== undefined && !followers.has(follower))
      followers.set(follower, master)
  }
  return followers
}

/** A shard for each server that others copy from, or that writes as a master and copies from none. */
function shardsByLogs(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  {ownerOf}: Identities,
  followers: ReadonlyMap<string, string>,
): readonly MasterGroup[] {
  const masters = new Set([...followers.values()].filter((name) => !followers.has(name)))
  for (const fact of facts) {
    const name = fact.kind === 'log' && fact.letter === 'M' ? ownerOf(fact)?.name : undefined
    if (name !== undefined && !followers.has(name)) masters.add(name)
  }
  const groups = servers
    .filter(({name}) => masters.has(name))
    .map(({name}, index) => ({name: `shard-${index + 1}`, instance: name}))
  return groups.length > 0 ? groups : firstServer(servers)
}

function membersByLogs(
  groups: readonly MasterGroup[],
  followers: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const members = new Map(groups.map(({name, instance}) => [instance, name]))
  for (const [follower, master] of followers) {
    const group = members.get(master)
    if (group !== undefined) members.set(follower, group)
  }
  return members
}

function shardMembers(
  nodes: readonly NodeFact[],
  servers: readonly EvidencedInstance[],
): ReadonlyMap<string, string> {
  const groups = shardsOf(nodes, servers)
  const members = new Map(groups.map(({name, instance}) => [instance, name]))
  for (const {node} of nodes) {
    const master = servers.find(({ids}) => node.masterId !== undefined && ids.includes(node.masterId))
    const group = members.get(master?.name ?? '')
    const server = serverOf(node, servers)
    if (group !== undefined && server !== undefined) members.set(server.name, group)
  }
  return members
}

function serverOf({id, address}: NodeFact['node'], servers: readonly EvidencedInstance[]) {
  return (
    servers.find(({ids}) => ids.includes(id)) ?? servers.find(({addresses}) => addresses.includes(address))
  )
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
