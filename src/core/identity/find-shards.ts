import type {Fact, NodeFact} from '../evidence/facts.ts'
import type {MasterGroup} from '../topology/plan.ts'
import type {EvidencedInstance, Identities} from './find-instances.ts'
import {firstServer, followedIn, type Grouping} from './grouping.ts'

/** The shards of a cluster: by a list of its nodes, and where there is none by who copied from whom. */
export function findShards(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  identities: Identities,
): Grouping {
  const nodes = facts.filter((fact): fact is NodeFact => fact.kind === 'cluster-node')
  if (nodes.some(({node}) => node.slots.length > 0))
    return {groups: shardsOf(nodes, servers), members: shardMembers(nodes, servers)}
  const followers = findFollowers(facts, servers, identities)
  const groups = shardsByLogs(facts, servers, identities, followers)
  return {groups, members: membersByLogs(groups, followers)}
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
  'cluster-demoted',
  'node-now-master',
])

/** Of a cluster of which there is no list of nodes: whom each server copied from before anything happened. */
function findFollowers(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  {ownerOf}: Identities,
): ReadonlyMap<string, string> {
  const followers = new Map<string, string>()
  const signs = firstSignsOf(facts, ownerOf)
  const first = Math.min(...signs.values())
  for (const fact of facts) {
    if (fact.kind !== 'log' || fact.event?.kind !== 'connecting-to-master') continue
    const owner = ownerOf(fact)?.name
    // By its own clock where it saw anything: those of others may be hours away.
    if ((fact.at ?? 0) > (signs.get(owner ?? '') ?? first)) continue
    const follower = owner
    const address = followedIn(fact)
    const master = servers.find(({addresses}) => address !== undefined && addresses.includes(address))?.name
    if (follower !== undefined && master !== undefined && !followers.has(follower))
      followers.set(follower, master)
  }
  return followers
}

/** When each instance logged first that something happened; by its name. */
function firstSignsOf(facts: readonly Fact[], ownerOf: Identities['ownerOf']): ReadonlyMap<string, number> {
  const signs = new Map<string, number>()
  for (const fact of facts) {
    if (fact.kind !== 'log' || fact.at === null || !firstSigns.has(fact.event?.kind ?? '')) continue
    const name = ownerOf(fact)?.name
    if (name !== undefined) signs.set(name, Math.min(signs.get(name) ?? fact.at, fact.at))
  }
  return signs
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
