import type {Evidence, Fact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'

/** One process of a deployment, as the evidence shows it. */
export interface EvidencedInstance {
  /** The shortest name that is only its own. */
  readonly name: string
  readonly kind: 'redis' | 'sentinel' | 'unknown'
  /** `host:port`, or a host alone where no line says the port. */
  readonly addresses: readonly string[]
  /** Of a sentinel its id, of a node of a cluster its node id. */
  readonly ids: readonly string[]
  readonly versions: readonly string[]
  /** Files, or parts of files, that are its own. */
  readonly files: readonly string[]
  /** The lines that show it. */
  readonly evidence: readonly Stated[]
}

interface Draft {
  readonly streams: Set<string>
  readonly names: Set<string>
  kind: EvidencedInstance['kind']
  readonly addresses: Set<string>
  readonly ids: Set<string>
  readonly versions: Set<string>
  readonly proof: Stated[]
}

/**
 * Which processes the evidence is of. Streams are one instance where both show the same id, or where both have the same
 * name (`sentinel-1.log` and `sentinel-1.conf`). A pid proves nothing: in containers it is 1 everywhere.
 */
export function findInstances(evidence: readonly Evidence[]): readonly EvidencedInstance[] {
  const drafts = new Map<string, Draft>()
  const facts = evidence.flatMap((it) => it.facts).filter(isOfProcess)
  for (const fact of facts) {
    const draft = drafts.get(fact.stream) ?? newDraft(fact.stream)
    drafts.set(fact.stream, draft)
    note(draft, fact)
  }
  const merged: Draft[] = []
  for (const draft of drafts.values()) {
    const same = merged.find((other) => isSame(other, draft))
    if (same === undefined) merged.push(draft)
    else join(same, draft)
  }
  return merged.map(({streams, names, kind, addresses, ids, versions, proof}) => ({
    name: [...names].toSorted((a, b) => a.length - b.length)[0] ?? '',
    kind,
    addresses: [...addresses],
    ids: [...ids],
    versions: [...versions],
    files: [...streams],
    evidence: proof.slice(0, 4),
  }))
}

/** What a process wrote or was given, not what people noted or typed. */
function isOfProcess(fact: Fact): boolean {
  return ['log', 'directive', 'info', 'cluster-node'].includes(fact.kind)
}

function newDraft(stream: string): Draft {
  return {
    streams: new Set([stream]),
    names: new Set([instanceNameOf(stream)]),
    kind: 'unknown',
    addresses: new Set(),
    ids: new Set(),
    versions: new Set(),
    proof: [],
  }
}

function note(draft: Draft, fact: Fact): void {
  const {kind, ids, addresses, versions, proof} = draft
  const prove = () => proof.push(fact)
  if (fact.kind === 'log') {
    const own =
      /^Sentinel (?:ID|runid) is (\w{40})/.exec(fact.message) ??
      /(?:No cluster configuration found|Node configuration loaded), I'm (\w{40})/.exec(fact.message)
    const version = /^(?:Redis|Valkey) version=([\d.]+)/.exec(fact.message)
    if (own !== null) {
      ids.add(own[1] ?? '')
      prove()
    }
    if (version !== null) {
      versions.add(version[1] ?? '')
      prove()
    }
    if (kind === 'unknown')
      draft.kind =
        fact.letter === 'X' || own?.[0].startsWith('Sentinel')
          ? 'sentinel'
          : fact.letter === null
            ? 'unknown'
            : 'redis'
    if (
      kind === 'unknown' &&
      fact.letter === null &&
      /^[+-](?:sdown|odown|monitor|sentinel|tilt|slave)/.test(fact.message)
    )
      draft.kind = 'sentinel'
  }
  if (fact.kind === 'directive') {
    const [first = '', second = ''] = fact.words
    if (fact.name === 'sentinel myid') ids.add(first)
    if (fact.name.startsWith('sentinel ')) draft.kind = 'sentinel'
    else if (kind === 'unknown' && fact.name !== 'port' && fact.name !== 'loglevel') draft.kind = 'redis'
    if (/^(?:replica|slave|cluster)-announce-ip$|^sentinel announce-ip$/.test(fact.name)) addresses.add(first)
    if (['sentinel myid', 'port'].includes(fact.name) || fact.name.includes('announce-')) prove()
    if (fact.name === 'port' && first !== '0' && second === '') addresses.add(`:${first}`)
  }
  if (fact.kind === 'info') {
    const version = fact.fields.get('redis_version') ?? fact.fields.get('valkey_version')
    if (version !== undefined) versions.add(version)
    if (kind === 'unknown')
      draft.kind = [...fact.fields.keys()].some((name) => /^master\d+$|^sentinel_/.test(name))
        ? 'sentinel'
        : 'redis'
    prove()
  }
  if (fact.kind === 'cluster-node' && fact.node.flags.includes('myself')) {
    ids.add(fact.node.id)
    addresses.add(fact.node.address)
    draft.kind = 'redis'
    prove()
  }
}

function isSame(a: Draft, b: Draft): boolean {
  const shares = (left: ReadonlySet<string>, right: ReadonlySet<string>) =>
    [...left].some((it) => right.has(it))
  // Two with one name and two ids are two: a copied conf, a name used twice.
  const contradict = a.ids.size > 0 && b.ids.size > 0 && !shares(a.ids, b.ids)
  const kinds = a.kind === b.kind || a.kind === 'unknown' || b.kind === 'unknown'
  return shares(a.ids, b.ids) || (kinds && !contradict && shares(a.names, b.names))
}

function join(a: Draft, b: Draft): void {
  for (const stream of b.streams) a.streams.add(stream)
  for (const name of b.names) a.names.add(name)
  for (const address of b.addresses) a.addresses.add(address)
  for (const id of b.ids) a.ids.add(id)
  for (const version of b.versions) a.versions.add(version)
  if (a.kind === 'unknown') a.kind = b.kind
  a.proof.push(...b.proof)
}
