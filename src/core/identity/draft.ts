import type {Evidence, Fact, LogFact} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Claim} from './claim.ts'
import {ownClaimsOf} from './own-claims.ts'

/** An instance while it is being found out who it is. */
export interface Draft {
  readonly streams: Set<string>
  readonly names: Set<string>
  kind: 'redis' | 'sentinel' | 'unknown'
  readonly claims: Claim[]
  /** Addresses without a port that it has by its own words. */
  readonly hosts: Map<string, Fact>
  /** Addresses at which clients reached it, with a line that shows each. */
  readonly reachedAt: Map<string, Fact>
  /** Why it may not be one instance. */
  readonly contradictions: string[]
  readonly logs: LogSpan[]
  /** Whether its log shows it as a master before it shows anything else. */
  beginsAsMaster: boolean | undefined
  /** Of a sentinel: whether the round that it called last has not seen its vote yet. */
  isCalling: boolean
  /** Its votes in rounds that it called. */
  readonly ownVotes: LogFact[]
  /** Lines that say it was made a master. */
  readonly promotions: LogFact[]
}

/** The part of time that one log covers, by the writer's clock. */
export interface LogSpan {
  readonly stream: string
  from: number
  to: number
  readonly pids: Set<number>
}

/** Of a line of a log, what says whose it is. */
export type LineOfLog = Pick<LogFact, 'kind' | 'stream' | 'letter'>

/** Whose a fact is: one stream may hold the lines of a server and of the sentinel beside it, as of one pod. */
export function draftKeyOf(fact: Fact | LineOfLog): string {
  return fact.kind === 'log' && fact.letter === 'X' ? `${fact.stream}\n${fact.letter}` : fact.stream
}

/** One draft for each stream, by what the process says of itself. */
export function draftStreams(evidence: readonly Evidence[]): ReadonlyMap<string, Draft> {
  const drafts = new Map<string, Draft>()
  for (const {facts} of evidence)
    for (const fact of facts) {
      if (!isOfProcess(fact)) continue
      const key = draftKeyOf(fact)
      const draft = drafts.get(key) ?? newDraft(fact.stream)
      drafts.set(key, draft)
      note(draft, fact)
    }
  return drafts
}

/** What a process wrote or was given, not what people noted or typed. */
function isOfProcess(fact: Fact): boolean {
  return ['log', 'directive', 'info', 'cluster-node', 'asked'].includes(fact.kind)
}

export function newDraft(stream?: string): Draft {
  return {
    streams: new Set(stream === undefined ? [] : [stream]),
    names: new Set(stream === undefined ? [] : [instanceNameOf(stream)]),
    kind: 'unknown',
    claims: [],
    hosts: new Map(),
    reachedAt: new Map(),
    contradictions: [],
    logs: [],
    beginsAsMaster: undefined,
    isCalling: false,
    ownVotes: [],
    promotions: [],
  }
}

function note(draft: Draft, fact: Fact): void {
  const own = ownClaimsOf(fact)
  // Most of what stands in a conf may stand in either kind; a line that begins with `sentinel` in one kind alone.
  const decides = fact.kind === 'directive' && own.kind === 'sentinel'
  if (own.kind !== undefined && (draft.kind === 'unknown' || decides)) draft.kind = own.kind
  for (const claim of own.claims) addClaim(draft, claim)
  if (own.host !== undefined && !draft.hosts.has(own.host)) draft.hosts.set(own.host, fact)
  if (own.reachedAt !== undefined && !draft.reachedAt.has(own.reachedAt))
    draft.reachedAt.set(own.reachedAt, fact)
  if (fact.kind === 'log') noteLog(draft, fact)
}

function noteLog(draft: Draft, fact: LogFact): void {
  const {at, pid, letter, stream, event} = fact
  if (letter === 'M' || letter === 'S') draft.beginsAsMaster ??= letter === 'M'
  if (event?.kind === '+try-failover') draft.isCalling = true
  if (event?.kind === '+vote-for-leader' && draft.isCalling) {
    draft.isCalling = false
    draft.ownVotes.push(fact)
  }
  if (event?.kind === 'master-mode-enabled') draft.promotions.push(fact)
  if (at === null) return
  const span = draft.logs.find((it) => it.stream === stream)
  if (span === undefined) {
    draft.logs.push({stream, from: at, to: at, pids: new Set(pid === null ? [] : [pid])})
    return
  }
  span.from = Math.min(span.from, at)
  span.to = Math.max(span.to, at)
  if (pid !== null && letter !== 'C') span.pids.add(pid)
}

/** Adds a claim where it says something new. */
export function addClaim(draft: Draft, claim: Claim): void {
  const isKnown = draft.claims.some(({what, value}) => what === claim.what && value === claim.value)
  if (!isKnown) draft.claims.push(claim)
}

export function valuesOf(draft: Draft, what: Claim['what']): readonly string[] {
  return draft.claims.filter((claim) => claim.what === what).map(({value}) => value)
}

/** Makes one of two. */
export function joinDrafts(into: Draft, other: Draft): void {
  for (const stream of other.streams) into.streams.add(stream)
  for (const name of other.names) into.names.add(name)
  for (const claim of other.claims) addClaim(into, claim)
  for (const [host, by] of other.hosts) if (!into.hosts.has(host)) into.hosts.set(host, by)
  for (const [address, by] of other.reachedAt)
    if (!into.reachedAt.has(address)) into.reachedAt.set(address, by)
  if (into.kind === 'unknown') into.kind = other.kind
  into.logs.push(...other.logs)
  into.promotions.push(...other.promotions)
  into.ownVotes.push(...other.ownVotes)
  into.beginsAsMaster ??= other.beginsAsMaster
}
