import type {DirectiveFact, Evidence, Fact} from '../evidence/facts.ts'
import {partsOf} from '../identity/claim.ts'
import type {EvidencedInstance, Identities} from '../identity/find-instances.ts'
import {isIp, isLoopback} from '../topology/loopback.ts'
import type {InstanceKind} from '../words.ts'

/** One process of the original, put together of all that is likely of it. */
export interface Member {
  readonly name: string
  readonly kind: InstanceKind
  readonly addresses: readonly string[]
  readonly ids: readonly string[]
  /** The lines of its conf, in their order. */
  readonly conf: readonly DirectiveFact[]
  readonly streams: ReadonlySet<string>
}

/**
 * The processes that a twin is made of. A log without an address and an address without a file may be of one process, and
 * both of one that has a conf: each of the more certain ones takes one of the others, so that none is counted twice.
 */
export function findMembers(evidence: readonly Evidence[], identities: Identities): readonly Member[] {
  const confs = confsByOwner(evidence, identities)
  return (['redis', 'sentinel'] as const).flatMap((kind) => {
    const own = identities.instances.filter((it) => (it.kind === 'sentinel' ? 'sentinel' : 'redis') === kind)
    const withConf = own.filter((it) => confs.has(it.name))
    const logsOnly = own.filter((it) => !confs.has(it.name) && it.files.length > 0)
    const named = own.filter((it) => it.files.length === 0)
    const heard = join(logsOnly, named)
    return join(withConf, heard).map((parts) => memberOf(parts, kind, confs))
  })
}

type Parts = readonly EvidencedInstance[]

/** Gives each of the first that has no place of its own yet one of the others; what is left stands for itself. */
function join(first: Parts, others: Parts | readonly Parts[]): readonly Parts[] {
  const left = others.map((it): Parts => ('name' in it ? [it] : it))
  const joined = first.map((one): Parts => {
    const index = left.findIndex((parts) => mayBeOne(one, parts))
    return index < 0 ? [one] : [one, ...left.splice(index, 1).flat()]
  })
  return [...joined, ...left]
}

function mayBeOne(one: EvidencedInstance, parts: Parts): boolean {
  if (hasAddress(one) && parts.some(hasAddress)) return false
  if (one.ids.length > 0 && parts.some(({ids}) => ids.length > 0)) return false
  // A log, and a conf that has a log already, are two.
  const hasLog = (it: EvidencedInstance) =>
    it.versions.length > 0 || it.files.some((file) => /log/.test(file))
  if (hasLog(one) && parts.some(hasLog)) return false
  // Who names another one is not that one.
  return !parts.some(({evidence}) => evidence.some(({stream}) => one.files.includes(stream)))
}

function hasAddress({addresses}: EvidencedInstance): boolean {
  return addresses.some((address) => partsOf(address) !== undefined)
}

function memberOf(
  parts: Parts,
  kind: InstanceKind,
  confs: ReadonlyMap<string, readonly DirectiveFact[]>,
): Member {
  return {
    name: parts[0]?.name ?? '',
    kind,
    addresses: parts.flatMap(({addresses}) => addresses.filter((it) => partsOf(it) !== undefined)),
    ids: parts.flatMap(({ids}) => ids),
    conf: parts.flatMap(({name}) => confs.get(name) ?? []),
    streams: new Set(parts.flatMap(({files}) => files)),
  }
}

function confsByOwner(
  evidence: readonly Evidence[],
  {ownerOf}: Identities,
): ReadonlyMap<string, readonly DirectiveFact[]> {
  const confs = new Map<string, DirectiveFact[]>()
  for (const {facts} of evidence)
    for (const fact of facts) {
      const line = lineOfConf(fact)
      const owner = line === undefined ? undefined : ownerOf(fact)?.name
      if (line === undefined || owner === undefined) continue
      const own = confs.get(owner)
      if (own === undefined) confs.set(owner, [line])
      else own.push(line)
    }
  return confs
}

/** Users may stand in a conf, too, as in an ACL file; those of an ACL file belong to no process by themselves. */
function lineOfConf(fact: Fact): DirectiveFact | undefined {
  if (fact.kind === 'directive') return fact
  if (fact.kind !== 'acl-user') return undefined
  const {place, text, stream, name, rules} = fact
  return {kind: 'directive', place, text, stream, name: 'user', words: [name, ...rules]}
}

/** The host that a process goes down with: a name, or an address that others can mean. */
export function hostOf({addresses}: Pick<Member, 'addresses'>): string | null {
  const hosts = addresses.flatMap((address) => partsOf(address)?.host ?? [])
  const known = hosts.filter((host) => !isLoopback(host) && host !== 'localhost')
  return known.findLast(isIp) ?? known.at(-1) ?? null
}

/** The member that lines mean by a host and a port. */
export function findMember(members: readonly Member[], host: string, port: string): Member | undefined {
  const servers = members.filter(({kind}) => kind === 'redis')
  return (
    servers.find(({addresses}) => addresses.includes(`${host}:${port}`)) ??
    servers.find(({name}) => name === host) ??
    servers.find(({addresses}) => addresses.some((address) => partsOf(address)?.host === host))
  )
}
