import type {CommandFact, Evidence, NodeFact} from '../evidence/facts.ts'
import type {Plan} from '../topology/plan.ts'
import {dealSlots, type SlotRange} from '../topology/slots.ts'
import {findMember, type Member} from './find-members.ts'

/** A master, with who copies it. */
export interface ShapedGroup {
  readonly name: string
  readonly master: Member
  readonly quorum?: number
  readonly slots?: readonly SlotRange[]
}

/** Who is master of what, and who copies whom. */
export interface Shape {
  readonly groups: readonly ShapedGroup[]
  /** By replica: whom it copies. */
  readonly upstream: ReadonlyMap<Member, Member>
  readonly groupOf: ReadonlyMap<Member, string>
  /** By sentinel. */
  readonly monitors: ReadonlyMap<Member, readonly ShapedMonitor[]>
  readonly remarks: readonly string[]
}

export interface ShapedMonitor {
  readonly masterName: string
  readonly master: Member
  readonly quorum: number
}

/** Who is master, replica and watcher of whom, by confs first, then by what else the evidence shows. */
export function findShape(plan: Plan, members: readonly Member[], evidence: readonly Evidence[]): Shape {
  return plan.mode === 'cluster' ? shapeCluster(members, evidence) : shapeGroups(plan, members)
}

function shapeGroups(plan: Plan, members: readonly Member[]): Shape {
  const servers = members.filter(({kind}) => kind === 'redis')
  const sentinels = members.filter(({kind}) => kind === 'sentinel')
  const remarks: string[] = []
  const planned = (member: Member) =>
    plan.instances.find(({name}) => name === member.name || member.streams.has(name))
  const groups = plan.masters.flatMap(({name, instance, quorum}): readonly ShapedGroup[] => {
    const master =
      servers.find((member) => member.name === instance) ?? findByAddress(plan, servers, instance)
    return master === undefined ? [] : [{name, master, ...(quorum === undefined ? {} : {quorum})}]
  })
  const upstream = new Map<Member, Member>()
  for (const server of servers) {
    const master = upstreamIn(server, members)
    if (master !== undefined && master !== server) upstream.set(server, master)
  }
  const watched = sentinels.flatMap((sentinel) => monitorsOf(sentinel, groups, members))
  // Also one that only some sentinels take for the master: nothing made it a replica.
  const isMaster = (member: Member) => [...groups, ...watched].some(({master}) => master === member)
  for (const server of servers) {
    if (upstream.has(server) || isMaster(server)) continue
    const said = planned(server)
    const group = groups.find(({name}) => name === said?.masterName) ?? groups[0]
    if (group === undefined) continue
    upstream.set(server, group.master)
    if (server.conf.length > 0 && said?.masterName === undefined)
      remarks.push(`No line says whose replica ${server.name} is: it is one of ${group.master.name} here.`)
  }
  // Whom sentinels take for the master, no conf makes a replica for good.
  if (sentinels.length > 0) for (const {master} of groups) upstream.delete(master)
  return {
    groups,
    upstream,
    groupOf: groupsOf(
      [...watched.map(({masterName, master}) => ({name: masterName, master})), ...groups],
      upstream,
    ),
    monitors: new Map(sentinels.map((sentinel) => [sentinel, monitorsOf(sentinel, groups, members)])),
    remarks,
  }
}

function findByAddress(plan: Plan, servers: readonly Member[], instance: string): Member | undefined {
  const {host, port} = plan.instances.find(({name}) => name === instance) ?? {}
  return host === undefined ? undefined : findMember(servers, host, String(port))
}

/** The master that a conf names. */
function upstreamIn({conf}: Member, members: readonly Member[]): Member | undefined {
  const line = conf.findLast(({name}) => name === 'replicaof' || name === 'slaveof')
  const [host = '', port = ''] = (line?.words ?? []).flatMap((word) => word.split(/\s+/))
  return host === '' || host.toLowerCase() === 'no' ? undefined : findMember(members, host, port)
}

function groupsOf(
  groups: readonly Pick<ShapedGroup, 'name' | 'master'>[],
  upstream: ReadonlyMap<Member, Member>,
): ReadonlyMap<Member, string> {
  const found = new Map(groups.map(({master, name}) => [master, name]))
  // As often as a chain can be long.
  for (let round = 0; round < upstream.size; round += 1)
    for (const [replica, master] of upstream) {
      const group = found.get(master)
      if (group !== undefined && !found.has(replica)) found.set(replica, group)
    }
  return found
}

/** What the conf of a sentinel has it monitor; one without a conf monitors what the others do. */
function monitorsOf(
  {conf}: Member,
  groups: readonly ShapedGroup[],
  members: readonly Member[],
): readonly ShapedMonitor[] {
  const own = conf
    .filter(({name, words}) => name === 'sentinel monitor' && words.length > 3)
    .flatMap(({words: [masterName = '', host = '', port = '', quorum]}) => {
      const master = findMember(members, host, port)
      return master === undefined ? [] : [{masterName, master, quorum: Number(quorum)}]
    })
  if (own.length > 0) return own
  return groups.map(({name, master, quorum = 1}) => ({masterName: name, master, quorum}))
}

function shapeCluster(members: readonly Member[], evidence: readonly Evidence[]): Shape {
  const facts = evidence.flatMap((it) => it.facts)
  const nodes = latestList(facts.filter((fact): fact is NodeFact => fact.kind === 'cluster-node'))
  const memberOf = (id: string | undefined) => members.find(({ids}) => id !== undefined && ids.includes(id))
  const masters = nodes.filter(({node}) => node.slots.length > 0)
  if (masters.length > 0) {
    const groups = masters.flatMap(({node}, index): readonly ShapedGroup[] => {
      const master = memberOf(node.id)
      return master === undefined ? [] : [{name: `shard-${index + 1}`, master, slots: node.slots}]
    })
    const upstream = new Map(
      nodes.flatMap(({node}) => {
        const [replica, master] = [memberOf(node.id), memberOf(node.masterId)]
        return replica === undefined || master === undefined ? [] : [[replica, master] as const]
      }),
    )
    return {groups, upstream, groupOf: groupsOf(groups, upstream), monitors: new Map(), remarks: []}
  }
  return dealOut(
    members,
    facts.filter((fact): fact is CommandFact => fact.kind === 'command'),
  )
}

/** As `redis-cli --cluster create` would, with as many replicas as somebody typed. */
function dealOut(members: readonly Member[], commands: readonly CommandFact[]): Shape {
  const words = commands.flatMap((command) => command.words)
  const wanted = Number(words[words.indexOf('--cluster-replicas') + 1] ?? 0)
  const replicas = words.includes('--cluster-replicas') && wanted > 0 ? wanted : 0
  const count = Math.max(1, Math.floor(members.length / (replicas + 1)))
  const slots = dealSlots(count)
  const groups = members
    .slice(0, count)
    .map((master, index) => ({name: `shard-${index + 1}`, master, slots: [slots[index] as SlotRange]}))
  const upstream = new Map(
    members.slice(count).map((member, index) => [member, groups[index % count]?.master as Member]),
  )
  return {
    groups,
    upstream,
    groupOf: groupsOf(groups, upstream),
    monitors: new Map(),
    remarks: [
      `No list of nodes shows who has which slots: they are dealt evenly to ${count} master${count === 1 ? '' : 's'} here${replicas === 0 ? ', and there is no replica' : ''}.`,
    ],
  }
}

/** The list with the most slots: lists of nodes that do not know all are left out. */
function latestList(nodes: readonly NodeFact[]): readonly NodeFact[] {
  const lists = new Map<string, NodeFact[]>()
  for (const fact of nodes) {
    const key = `${fact.place.path}:${fact.list}`
    lists.set(key, [...(lists.get(key) ?? []), fact])
  }
  const weigh = (list: readonly NodeFact[]) =>
    list.reduce(
      (sum, {node}) => sum + 1 + node.slots.reduce((all, {first, last}) => all + last - first + 1, 0),
      0,
    )
  return [...lists.values()].toSorted((a, b) => weigh(b) - weigh(a))[0] ?? []
}
