import type {Fact, LogFact} from '../evidence/facts.ts'
import type {MasterGroup} from '../topology/plan.ts'
import {addressOf} from './claim.ts'
import type {EvidencedInstance, Identities} from './find-instances.ts'
import {firstServer, followedIn, type Grouping} from './grouping.ts'

/** The groups that sentinels watch; without sentinels the one of the master that others replicate from. */
export function findGroups(
  facts: readonly Fact[],
  servers: readonly EvidencedInstance[],
  identities: Identities,
): Grouping {
  const hasSentinels = identities.instances.some(({kind}) => kind === 'sentinel')
  const groups = hasSentinels ? watchedGroups(facts, servers) : replicationGroups(facts, servers, identities)
  return {groups, members: groupMembers(facts, servers, groups)}
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
