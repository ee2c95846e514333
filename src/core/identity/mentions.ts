import type {Evidence, Fact, LogFact, SentinelRowFact, Stated} from '../evidence/facts.ts'
import {addressOf, partsOf} from './claim.ts'
import {draftKeyOf} from './draft.ts'

/** An instance as others know it. */
export interface MentionedInstance {
  /** `host:port`; undefined where only its id is named, as in a vote. */
  readonly address: string | undefined
  readonly kind: 'redis' | 'sentinel'
  /** Of a sentinel its id, of a node of a cluster its node id, where the line says it. */
  readonly id?: string | undefined
  /** The master group that it was named for. */
  readonly group?: string | undefined
  readonly by: Stated
  /** Whose files name it so, by `draftKeyOf`. */
  readonly saidBy: ReadonlySet<string>
}

type Mention = Omit<MentionedInstance, 'saidBy'>

/** Every instance that somebody else names by its address, each once as it is named, in the order of the evidence. */
export function findMentions(evidence: readonly Evidence[]): readonly MentionedInstance[] {
  const found = new Map<string, MentionedInstance & {readonly saidBy: Set<string>}>()
  for (const {facts} of evidence)
    for (const fact of facts)
      for (const mention of mentionsIn(fact)) {
        const {address, kind, id, group} = mention
        if (address !== undefined && partsOf(address) === undefined) continue
        const key = [kind, address, id, group].join(' ')
        // Sentinels name the same instance in line after line: the first shows it as well as all.
        const known = found.get(key) ?? {...mention, saidBy: new Set()}
        known.saidBy.add(draftKeyOf(fact))
        found.set(key, known)
      }
  return [...found.values()]
}

function mentionsIn(fact: Fact): readonly Mention[] {
  if (fact.kind === 'log') return inLog(fact)
  if (fact.kind === 'directive') return inDirective(fact)
  if (fact.kind === 'sentinel-row') return inRow(fact)
  if (fact.kind === 'cluster-node')
    return [{address: fact.node.address, kind: 'redis', id: fact.node.id, by: fact}]
  if (fact.kind === 'info') return inInfo(fact)
  return []
}

function inLog(fact: LogFact): readonly Mention[] {
  const fields = fact.event?.fields ?? {}
  const text = (name: string) => String(fields[name] ?? '')
  const redis = (host: string, port: string, group?: string): Mention => ({
    address: addressOf(host, port),
    kind: 'redis',
    group,
    by: fact,
  })
  const {subject, masterName} = fields
  if (subject === 'sentinel') {
    const id = /^\w{40}$/.test(text('name')) ? text('name') : undefined
    const address = addressOf(text('ip'), text('port'))
    const master = redis(text('masterIp'), text('masterPort'), text('masterName'))
    return [{address, kind: 'sentinel', id, group: text('masterName'), by: fact}, master]
  }
  if (subject !== undefined) {
    const own = redis(text('ip'), text('port'), String(masterName))
    return subject === 'master'
      ? [own]
      : [own, redis(text('masterIp'), text('masterPort'), String(masterName))]
  }
  switch (fact.event?.kind) {
    case '+switch-master':
      return [
        redis(text('oldIp'), text('oldPort'), text('masterName')),
        redis(text('newIp'), text('newPort'), text('masterName')),
      ]
    case 'vote-received': {
      const byId: Mention = {address: undefined, kind: 'sentinel', id: text('candidate'), by: fact}
      // Before 3.2 a voter is named by its address.
      const isAddress = text('voter').includes(':')
      const voter = isAddress
        ? {...byId, address: text('voter'), id: undefined}
        : {...byId, id: text('voter')}
      return [voter, byId]
    }
    case '+vote-for-leader':
      return [{address: undefined, kind: 'sentinel', id: text('runid'), by: fact}]
    case 'node-address-updated':
      return [{address: text('address'), kind: 'redis', id: text('node').slice(0, 40), by: fact}]
  }
  const replica = text('replica')
  if (replica !== '') return [{address: replica, kind: 'redis', by: fact}]
  if (fields['host'] !== undefined && fields['port'] !== undefined) return [redis(text('host'), text('port'))]
  return []
}

function inDirective({name, words, ...by}: Extract<Fact, {readonly kind: 'directive'}>) {
  const [first = '', second = '', third = '', fourth] = words
  const fact: Stated = by
  if (name === 'sentinel monitor')
    return [{address: addressOf(second, third), kind: 'redis' as const, group: first, by: fact}]
  if (/^sentinel known-(?:replica|slave)$/.test(name))
    return [{address: addressOf(second, third), kind: 'redis' as const, group: first, by: fact}]
  if (name === 'sentinel known-sentinel')
    return [
      {address: addressOf(second, third), kind: 'sentinel' as const, id: fourth, group: first, by: fact},
    ]
  if (/^(?:replica|slave)of$/.test(name) && first !== 'no')
    return [{address: addressOf(first, second), kind: 'redis' as const, by: fact}]
  return []
}

/** By `flags`: a row says what it is about. */
function inRow(fact: SentinelRowFact): readonly Mention[] {
  const {fields, stated} = fact
  const flags = fields.get('flags') ?? ''
  const host = fields.get('ip')
  const port = fields.get('port')
  if (host === undefined || port === undefined || flags === '') return []
  const kind = /\bsentinel\b/.test(flags) ? 'sentinel' : 'redis'
  const runId = fields.get('runid')
  const group = kind === 'redis' && /\bmaster\b/.test(flags) ? fields.get('name') : undefined
  const by = stated.get('ip') ?? fact
  return [{address: addressOf(host, port), kind, id: kind === 'sentinel' ? runId : undefined, group, by}]
}

function inInfo({fields, stated, ...fact}: Extract<Fact, {readonly kind: 'info'}>): readonly Mention[] {
  const found: Mention[] = []
  for (const [name, value] of fields) {
    const by = stated.get(name) ?? fact
    const replica = /^slave\d+$/.test(name) ? /ip=([^,]+),port=(\d+)/.exec(value) : null
    if (replica !== null)
      found.push({address: addressOf(replica[1] ?? '', replica[2] ?? ''), kind: 'redis', by})
    const master = /^master\d+$/.test(name) ? /name=([^,]+),.*address=([^,]+)/.exec(value) : null
    if (master !== null) found.push({address: master[2] ?? '', kind: 'redis', group: master[1], by})
  }
  const host = fields.get('master_host')
  if (host !== undefined)
    found.push({
      address: addressOf(host, fields.get('master_port') ?? ''),
      kind: 'redis',
      by: stated.get('master_host') ?? fact,
    })
  return found
}
