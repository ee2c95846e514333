import type {Evidence, Fact, Stated} from '../evidence/facts.ts'
import type {Claim} from './claim.ts'
import {addClaim, type Draft, draftKeyOf, draftStreams, type LineOfLog, newDraft, valuesOf} from './draft.ts'
import {findAddresses} from './find-addresses.ts'
import {findMentions, type MentionedInstance} from './mentions.ts'
import {nameInstances} from './name-instances.ts'
import {joinSame} from './same-instance.ts'

/** One process of a deployment, as the evidence shows it. */
export interface EvidencedInstance {
  /** The shortest name that is only its own; without files its address. */
  readonly name: string
  readonly kind: 'redis' | 'sentinel' | 'unknown'
  /** `host:port`, as others reach it; the last one is the latest. */
  readonly addresses: readonly string[]
  /** Of a sentinel its id, of a node of a cluster its node id. */
  readonly ids: readonly string[]
  readonly versions: readonly string[]
  /** Files, or parts of files, that are its own. None: others speak of it. */
  readonly files: readonly string[]
  /** What is said of it, and by which lines. */
  readonly claims: readonly Claim[]
  /** Why it may not be one instance, or why others may be meant. */
  readonly contradictions: readonly string[]
  /** The lines that show it. */
  readonly evidence: readonly Stated[]
}

/** Who is who in the evidence. */
export interface Identities {
  /** All, those that others name by an address or an id included. */
  readonly instances: readonly EvidencedInstance[]
  /** Those of whom the evidence holds logs, confs or replies. */
  readonly heard: readonly EvidencedInstance[]
  /** Whose a line of a log or of a conf is; undefined for what is nobody's. */
  readonly ownerOf: (fact: Fact | LineOfLog) => EvidencedInstance | undefined
}

/** Which processes the evidence is of: those that it holds logs, confs or replies of. */
export function findInstances(evidence: readonly Evidence[]): readonly EvidencedInstance[] {
  return identify(evidence).heard
}

/** Who is who: those that the evidence holds something of, and those that others name by an address. */
export function identify(evidence: readonly Evidence[]): Identities {
  const {drafts, owners} = joinSame(draftStreams(evidence))
  for (const draft of drafts) claimVotedId(draft)
  const known = findMentions(evidence)
  findAddresses({drafts, known, evidence, owners})
  for (const draft of drafts) noteAddresses(draft)
  const all = [...drafts, ...draftUnheard(drafts, known)]
  const names = nameInstances(all)
  const instances = new Map(all.map((draft) => [draft, instanceOf(draft, names.get(draft) ?? '')]))
  return {
    instances: [...instances.values()],
    heard: [...instances.values()].filter(({files}) => files.length > 0),
    ownerOf: (fact) => {
      const owner = owners.get(draftKeyOf(fact))
      return owner === undefined ? undefined : instances.get(owner)
    },
  }
}

/**
 * A candidate votes for itself, where no other one has more votes in its round already (sentinel.c: sentinelGetLeader): whom
 * it votes for in every round that it calls is likely itself.
 */
function claimVotedId(draft: Draft): void {
  const ids = new Set(draft.ownVotes.map(({event}) => String(event?.fields['runid'])))
  const [id] = ids
  if (id === undefined || ids.size > 1 || valuesOf(draft, 'id').length > 0) return
  const why = 'it voted for it in the rounds that it called'
  addClaim(draft, {what: 'id', value: id, certainty: 'likely', why, by: draft.ownVotes.slice(0, 1)})
}

function noteAddresses(draft: Draft): void {
  const addresses = valuesOf(draft, 'address')
  if (addresses.length > 1) draft.contradictions.push(`It is known by ${addresses.length} addresses.`)
}

/** Those of whom there is no file, by their addresses. */
function draftUnheard(drafts: readonly Draft[], known: readonly MentionedInstance[]): readonly Draft[] {
  const unheard = new Map<string, Draft>()
  const isOf = (draft: Draft, {address, id}: MentionedInstance) =>
    address === undefined
      ? valuesOf(draft, 'id').includes(id ?? '')
      : valuesOf(draft, 'address').includes(address)
  // Those with an address first: an id alone may be that of one of them.
  const ordered = [...known].toSorted(
    (a, b) => Number(a.address === undefined) - Number(b.address === undefined),
  )
  for (const one of ordered) {
    const {address, kind, id, by} = one
    if (drafts.some((draft) => isOf(draft, one))) continue
    const same = [...unheard.values()].find((draft) => address === undefined && isOf(draft, one))
    const key = `${kind} ${address ?? id}`
    const draft = same ?? unheard.get(key) ?? {...newDraft(), kind}
    if (same === undefined) unheard.set(key, draft)
    if (address !== undefined)
      addClaim(draft, {what: 'address', value: address, certainty: 'certain', by: [by]})
    if (id !== undefined) addClaim(draft, {what: 'id', value: id, certainty: 'certain', by: [by]})
  }
  return [...unheard.values()]
}

function instanceOf(draft: Draft, name: string): EvidencedInstance {
  const addresses = valuesOf(draft, 'address')
  return {
    name,
    kind: draft.kind,
    // Where no line says the host, the port alone is what is known.
    addresses: addresses.length > 0 ? addresses : valuesOf(draft, 'port').map((port) => `:${port}`),
    ids: valuesOf(draft, 'id'),
    versions: valuesOf(draft, 'version'),
    files: [...draft.streams],
    claims: draft.claims,
    contradictions: draft.contradictions,
    evidence: draft.claims.flatMap(({by}) => by).slice(0, 4),
  }
}
