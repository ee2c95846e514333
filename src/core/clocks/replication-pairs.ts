import {areNear, type CausalPair, fieldOf, marksOf, pairUp, type Said} from './causal-pair.ts'
import type {ClockInstance, TimedLine} from './clock-instance.ts'
import {type Ask, findAsks} from './replica-asks.ts'

/** What masters and replicas cause in each other. */
export function findReplicationPairs(instances: readonly ClockInstance[]): readonly CausalPair[] {
  return [...pairHistories(instances), ...pairAnswers(instances)]
}

/** Lines in which a server names the history that it follows, serves, or is asked for. */
const mentioning = new Set([
  'full-sync-begun',
  'partial-sync-requested',
  'master-replid-changed',
  'replid-mismatch',
  'replid-shifted',
  'backlog-created',
  'backlog-too-short',
  'failover-request-received',
])

/**
 * A history gets its id, 40 random digits, from one master: who names it does so later (replication.c: syncCommand and
 * shiftReplicationId log the new id before an answer with it leaves).
 */
function pairHistories(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const births = marksOf(instances, bornIn)
  const mentions = marksOf(instances, ({event, message}) =>
    mentioning.has(event?.kind ?? '') ? (message.match(/\b[0-9a-f]{40}\b/g) ?? undefined) : undefined,
  )
  return pairUp(births, mentions, {isBirth: true})
}

function bornIn(line: TimedLine): string | undefined {
  const kind = line.event?.kind
  return kind === 'backlog-created' || kind === 'replid-shifted' ? fieldOf(line, 'replid') : undefined
}

/** How a master answered a replica, by its own log. */
interface Answer extends Said {
  /** What it has in common with the replica's lines: see `Ask.keys`. */
  readonly key: string
  /** `host:port` of the replica, where the line names it. */
  readonly replica: string
  /** The history that the master wrote then; undefined where its log does not show it. */
  readonly history: ReadonlySet<string> | undefined
}

/**
 * A replica asks, the master answers, and the replica reads the answer: two bounds. What they have in common is the id or the
 * offset that was asked for; a first synchronisation has only the address of the replica, which must be known for certain.
 */
function pairAnswers(instances: readonly ClockInstance[]): readonly CausalPair[] {
  const answers = instances.flatMap((instance, index) => findAnswers(instance, index))
  const byKey = new Map<string, Answer[]>()
  for (const answer of answers) byKey.set(answer.key, [...(byKey.get(answer.key) ?? []), answer])
  const addresses = new Addresses(instances, answers)
  return instances.flatMap((replica, index) => {
    const asks = new Map<string, Ask[]>()
    for (const ask of findAsks(replica))
      for (const key of ask.keys) asks.set(key, [...(asks.get(key) ?? []), ask])
    return [...asks].flatMap(([key, ofKey]) =>
      groupByInstance(
        (byKey.get(key) ?? []).filter(
          (answer) =>
            answer.instance !== index &&
            ofKey.some((ask) => areOfOneHistory(answer, ask)) &&
            (key === 'first'
              ? addresses.areOne(answer.replica, index)
              : addresses.fit(answer.replica, index)),
        ),
      ).flatMap((ofMaster) => pairTurn(ofKey, ofMaster, {instance: index, mayRecur: !isId(key)})),
    )
  })
}

/** Ids of histories are asked for once; offsets may be the same again. */
function isId(key: string): boolean {
  return /^asked [0-9a-f]{40}$/.test(key)
}

/** Of several turns with one key the bounds that hold for each: the first question came before the last answer, the first answer before the last reading. */
function pairTurn(
  asks: readonly Ask[],
  answers: readonly Answer[],
  {instance, mayRecur}: {readonly instance: number; readonly mayRecur: boolean},
): readonly CausalPair[] {
  const [ask, read] = [asks[0]?.asked, asks.at(-1)?.read]
  const [first, last] = [answers[0], answers.at(-1)]
  if (ask === undefined || read === undefined || first === undefined || last === undefined) return []
  const pairs = [
    {cause: {instance, line: ask}, effect: {instance: last.instance, line: last.line}},
    {cause: {instance: first.instance, line: first.line}, effect: {instance, line: read}},
  ]
  return mayRecur ? pairs.filter(({cause, effect}) => areNear(cause, effect)) : pairs
}

/** Small offsets are reached in every history: they join two lines only where both show that it is one. */
const tellingOffset = 100_000

function areOfOneHistory({key, history}: Answer, ask: Ask): boolean {
  if (history !== undefined && ask.history !== undefined) return history.has(ask.history)
  return key === 'first' || isId(key) || Number(key.split(' ')[1]) >= tellingOffset
}

/** The answers of a master in its log, each with the histories that it may have given out then: the one so far, or the one that it began for this. */
function findAnswers({lines}: ClockInstance, instance: number): readonly Answer[] {
  const histories: (string | undefined)[] = []
  let current: string | undefined
  for (const line of lines) {
    if (/^(?:starting|node-reset)$/.test(line.event?.kind ?? '')) current = undefined
    current = bornIn(line) ?? current
    if (line.event?.kind === 'master-replid-changed') current = fieldOf(line, 'replid')
    histories.push(current)
  }
  return lines.flatMap((line, at) => {
    const keys = keysOfAnswer(line)
    const begun = histories.slice(at, at + 6)
    const history = begun.includes(undefined) ? undefined : new Set(begun as string[])
    return keys.map((key) => ({instance, line, key, replica: fieldOf(line, 'replica'), history}))
  })
}

function keysOfAnswer(line: TimedLine): readonly string[] {
  const kind = line.event?.kind
  if (kind === 'partial-sync-served') return [`served ${fieldOf(line, 'offset')}`]
  if (kind === 'backlog-too-short') return [`short ${fieldOf(line, 'offset')}`]
  if (kind === 'replica-diverged') return [`diverged ${fieldOf(line, 'asked')}`]
  if (kind === 'replid-mismatch') return [`asked ${fieldOf(line, 'asked')}`]
  return kind === 'full-sync-requested' ? ['first'] : []
}

function groupByInstance(answers: readonly Answer[]): readonly (readonly Answer[])[] {
  const groups = new Map<number, Answer[]>()
  for (const answer of answers) groups.set(answer.instance, [...(groups.get(answer.instance) ?? []), answer])
  return [...groups.values()]
}

/** Which instance an address that a master names may be, and which it is for certain. */
class Addresses {
  readonly #ports: readonly ReadonlySet<string>[]
  readonly #own: readonly ReadonlySet<string>[]
  readonly #named: ReadonlySet<string>

  constructor(instances: readonly ClockInstance[], answers: readonly Answer[]) {
    this.#ports = instances.map(({lines}) => new Set(lines.flatMap(portIn)))
    this.#own = instances.map(({lines}) => new Set(lines.flatMap(ownAddressIn)))
    this.#named = new Set(answers.map(({replica}) => replica).filter((address) => address.includes(':')))
  }

  /** Nothing that is known says that it is another. */
  fit(address: string, instance: number): boolean {
    const ports = this.#ports[instance] ?? new Set()
    return ports.size === 0 || !address.includes(':') || ports.has(portOf(address))
  }

  /** It says itself that this is its address, or it alone has the port and no other address with it is named. */
  areOne(named: string, instance: number): boolean {
    const address = addressIn(named)
    if (this.#own[instance]?.has(address)) return true
    const port = portOf(address)
    const isOnly = this.#ports.every((ports, other) =>
      other === instance ? ports.has(port) : !ports.has(port),
    )
    const hasKnownPorts = this.#ports.every((ports) => ports.size > 0)
    return (
      isOnly &&
      hasKnownPorts &&
      [...this.#named].every((it) => portOf(it) !== port || addressIn(it) === address)
    )
  }
}

function portIn(line: TimedLine): readonly string[] {
  return line.event?.kind === 'running-mode' ? [fieldOf(line, 'port')] : []
}

/** `laddr=10.0.0.3:6379` of a client that gave it an order. */
function ownAddressIn(line: TimedLine): readonly string[] {
  const address = /\bladdr=(\S+:\d+)/.exec(fieldOf(line, 'client'))?.[1]
  return address === undefined ? [] : [address]
}

/** `127.0.0.1:6379 (rdb-channel)` without what stands behind it. */
function addressIn(named: string): string {
  return named.split(' ')[0] ?? named
}

function portOf(address: string): string {
  return /:(\d+)$/.exec(addressIn(address))?.[1] ?? ''
}
