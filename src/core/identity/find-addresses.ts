import type {Evidence, LogFact, NamingFact, Stated} from '../evidence/facts.ts'
import {addressOf, type Claim, partsOf} from './claim.ts'
import {addClaim, type Draft, draftKeyOf, valuesOf} from './draft.ts'
import type {MentionedInstance} from './mentions.ts'

type Candidate = MentionedInstance & {readonly address: string}

interface Search {
  readonly drafts: readonly Draft[]
  readonly known: readonly MentionedInstance[]
  readonly evidence: readonly Evidence[]
  /** By `draftKeyOf`. */
  readonly owners: ReadonlyMap<string, Draft>
}

/**
 * Finds out which address is whose: the log of a process does not say by which address others reach it. What a line says
 * outright comes first, and what is left over comes last, as likely.
 */
export function findAddresses(search: Search): void {
  byOwnWords(search)
  byClients(search)
  byId(search)
  byName(search)
  byOffset(search)
  byPort(search)
  byPromotion(search)
  byFirstMaster(search)
  byElimination(search)
  byClientsAlone(search)
}

/** `announce-ip`, `bind`, `IP address for this node updated to`: with its own port. */
function byOwnWords({drafts}: Search): void {
  for (const draft of drafts) {
    const [port] = draft.claims.filter(({what}) => what === 'port')
    const host = [...draft.hosts][0]
    if (port === undefined || host === undefined) continue
    claim(draft, addressOf(host[0], port.value), [host[1], ...port.by])
  }
}

/** A client's line names the address that it reached, and others name it, too. */
function byClients({drafts, known}: Search): void {
  for (const draft of drafts)
    for (const [address, by] of draft.reachedAt) {
      const other = known.find((it) => it.address === address)
      if (other !== undefined) claim(draft, address, [by, other.by])
    }
}

/** Nobody names that address: it is better than none. */
function byClientsAlone({drafts}: Search): void {
  for (const draft of drafts.filter(lacksAddress))
    for (const [address, by] of draft.reachedAt)
      claim(draft, address, [by], {why: 'a client reached it there'})
}

/** Others name an id together with an address. */
function byId({drafts, known}: Search): void {
  for (const draft of drafts) {
    // Of two with one id nobody can tell whom others mean.
    if (draft.contradictions.length > 0) continue
    const ids = new Set(valuesOf(draft, 'id'))
    for (const {id, address, by} of known)
      if (address !== undefined && id !== undefined && ids.has(id)) claim(draft, address, [by])
  }
}

/** The name of a node is a host: `redis-0` of `redis-0.redis.default.svc`, `172.28.203.165`, or what a list of pods says. */
function byName(search: Search): void {
  const namings = search.evidence.flatMap(({facts}) =>
    facts.filter((fact): fact is NamingFact => fact.kind === 'naming'),
  )
  for (const draft of search.drafts.filter(lacksAddress)) {
    const listed = namings.filter(({name}) => draft.names.has(name))
    const isOwn = (address: string) => {
      const host = partsOf(address)?.host ?? ''
      const [label] = host.split('.')
      const isName = draft.names.has(host) || (!/^[\d.]+$/.test(host) && draft.names.has(label ?? ''))
      return isName || listed.some((naming) => naming.host === host)
    }
    const found = candidates(search, draft).filter(({address}) => isOwn(address))
    for (const {address, by} of found) claim(draft, address, [by, ...listed])
  }
}

/** Both sides of a partial resynchronization log the same offset; the master beside it the replica's address. */
function byOffset({evidence, owners}: Search): void {
  const requests = new Map<number, LogFact[]>()
  const answers = new Map<number, LogFact[]>()
  for (const {facts} of evidence)
    for (const fact of facts) {
      if (fact.kind !== 'log') continue
      const into =
        fact.event?.kind === 'partial-sync-requested'
          ? requests
          : fact.event?.kind === 'partial-sync-served'
            ? answers
            : undefined
      const offset = Number(fact.event?.fields['offset'])
      if (into === undefined || Number.isNaN(offset)) continue
      into.set(offset, [...(into.get(offset) ?? []), fact])
    }
  for (const [offset, accepted] of answers) {
    const asked = requests.get(offset) ?? []
    const askers = new Set(asked.map((fact) => owners.get(draftKeyOf(fact))))
    const addresses = new Set(accepted.map(({event}) => String(event?.fields['replica'])))
    const [draft] = askers
    const [address = ''] = addresses
    // A name in its place is one that the master was told: it need not be an address.
    if (askers.size !== 1 || addresses.size !== 1 || draft === undefined || partsOf(address) === undefined)
      continue
    if (lacksAddress(draft))
      claim(draft, address, [...asked.slice(0, 1), ...accepted.slice(0, 1)], {
        why: `both log the offset ${offset}`,
      })
  }
}

/** It listens on a port that one address alone has. */
function byPort(search: Search): void {
  for (const draft of search.drafts.filter(lacksAddress)) {
    const [port] = draft.claims.filter(({what}) => what === 'port')
    if (port === undefined) continue
    const rivals = search.drafts.filter(
      (other) => other !== draft && other.kind === draft.kind && valuesOf(other, 'port').includes(port.value),
    )
    const found = candidates(search, draft).filter(
      ({address}) => partsOf(address)?.port === Number(port.value),
    )
    const hosts = new Set(found.map(({address}) => address))
    const [only] = found
    if (rivals.length === 0 && hosts.size === 1 && only !== undefined)
      claim(draft, only.address, [...port.by, only.by], {why: `nobody else has port ${port.value}`})
  }
}

/** One alone says that it was made a master, and one address alone became one. */
function byPromotion(search: Search): void {
  const promoted = search.drafts.filter(({kind, promotions}) => kind === 'redis' && promotions.length > 0)
  const switches = search.evidence.flatMap(({facts}) =>
    facts.filter((fact): fact is LogFact => fact.kind === 'log' && fact.event?.kind === '+switch-master'),
  )
  const addresses = new Set(
    switches.map(({event}) => addressOf(String(event?.fields['newIp']), String(event?.fields['newPort']))),
  )
  const [draft] = promoted
  const [address = ''] = addresses
  const [line] = switches
  if (promoted.length !== 1 || addresses.size !== 1 || draft === undefined || line === undefined) return
  if (lacksAddress(draft) && isFree(search, address))
    likely(
      draft,
      address,
      [...draft.promotions.slice(0, 1), line],
      'no other log says that it was made a master',
    )
}

/** One alone begins as a master, and the sentinels begin with one address. */
function byFirstMaster(search: Search): void {
  const masters = search.drafts.filter(
    ({kind, beginsAsMaster}) => kind === 'redis' && beginsAsMaster === true,
  )
  const replicas = search.drafts.filter(({beginsAsMaster}) => beginsAsMaster === false)
  const monitors = search.evidence.flatMap(({facts}) =>
    facts.filter((fact): fact is LogFact => fact.kind === 'log' && fact.event?.kind === '+monitor'),
  )
  const addresses = new Set(
    monitors.map(({event}) => addressOf(String(event?.fields['ip']), String(event?.fields['port']))),
  )
  const [draft] = masters
  const [address = ''] = addresses
  const [line] = monitors
  if (masters.length !== 1 || replicas.length === 0 || addresses.size !== 1) return
  if (draft !== undefined && line !== undefined && lacksAddress(draft) && isFree(search, address))
    likely(draft, address, [line], 'no other log begins as that of a master')
}

/**
 * As many are without an address as there are addresses that are nobody's, and what a process logs of others is not its own:
 * then who is left with one has that one.
 */
function byElimination(search: Search): void {
  for (const kind of ['redis', 'sentinel'] as const) {
    for (;;) {
      const left = search.drafts.filter((draft) => draft.kind === kind && lacksAddress(draft))
      const unclaimed = candidates(search, {kind})
      const reachable = unclaimed.filter(({address}) => !isLoopback(address))
      // Beside real addresses a loopback one is a mistake, or a proxy's; on one machine it is what there is.
      const free = reachable.length > 0 ? reachable : unclaimed
      const named = left.map((draft) => addressesNamedBy(draft, search))
      // Whom all of them name is none of them.
      const addresses = [...new Set(free.map(({address}) => address))].filter(
        (address) => !named.every((others) => others.has(address)),
      )
      if (left.length === 0 || left.length !== addresses.length) break
      const found = left.flatMap((draft, index) => {
        const others = named[index] ?? new Set()
        const [only, second] = addresses.filter((address) => !others.has(address))
        return only === undefined || second !== undefined ? [] : [{draft, only}]
      })
      const [first] = found
      const by = free.find(({address}) => address === first?.only)?.by
      if (first === undefined || by === undefined) break
      const why =
        addresses.length === 1
          ? 'it is the only one left without an address'
          : 'it names the others as others'
      likely(first.draft, first.only, [by], why)
    }
  }
}

/** A server and a sentinel log others by their addresses, and not themselves. */
function addressesNamedBy(draft: Draft, {known, owners}: Search): ReadonlySet<string> {
  return new Set(
    known
      .filter(({saidBy}) => [...saidBy].some((key) => owners.get(key) === draft))
      .flatMap(({address}) => address ?? []),
  )
}

function isLoopback(address: string): boolean {
  return /^(?:127\.|localhost:|\[::1\])/.test(address)
}

function candidates({known, drafts}: Search, {kind}: Pick<Draft, 'kind'>): readonly Candidate[] {
  return known.flatMap(({address, ...rest}) =>
    address !== undefined &&
    (kind === 'unknown' || rest.kind === kind) &&
    !drafts.some((draft) => hasAddress(draft, address))
      ? [{...rest, address}]
      : [],
  )
}

function isFree({drafts}: Search, address: string): boolean {
  return partsOf(address) !== undefined && !drafts.some((draft) => hasAddress(draft, address))
}

function hasAddress(draft: Draft, address: string): boolean {
  return valuesOf(draft, 'address').includes(address)
}

function lacksAddress(draft: Draft): boolean {
  return valuesOf(draft, 'address').length === 0
}

function claim(draft: Draft, value: string, by: readonly Stated[], rest: Partial<Claim> = {}): void {
  addClaim(draft, {what: 'address', value, certainty: 'certain', by, ...rest})
}

function likely(draft: Draft, value: string, by: readonly Stated[], why: string): void {
  claim(draft, value, by, {certainty: 'likely', why})
}
