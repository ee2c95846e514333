import type {AnswerFact, DirectiveFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** A command that takes so long stops all others for a time that clients, sentinels and other nodes notice. */
const longMs = 1000
/** As Redis ships sentinel.conf and redis.conf: down-after-milliseconds 30000, cluster-node-timeout 15000; people set 5000. */
const usualTimeoutMs = 5000

interface Entry {
  readonly stream: string
  /** Counts the entries of a server. */
  readonly id: number
  /** Seconds since 1970. */
  readonly at: number
  readonly ms: number
  readonly command: string
  readonly lines: readonly AnswerFact[]
}

/** SLOWLOG shows commands that kept a server from answering anybody. */
export const slowCommands: Rule = {
  id: 'slow-commands',
  needs: 'the reply of SLOWLOG GET',
  source:
    'slowlog.c; redis.io, SLOWLOG: microseconds of execution alone, in which nothing else is served; script.c: scriptInterrupt',
  isExaminable: (evidence) => evidence.facts('answer').some(isOfSlowlog),
  examine: (evidence) => {
    const long = entriesOf(evidence).filter(({ms}) => ms >= longMs)
    return [...groupBy(long, ({stream, command}) => `${stream} ${command}`).values()].map((same) =>
      describe(same as [Entry, ...Entry[]], evidence),
    )
  },
}

function describe(same: readonly [Entry, ...Entry[]], evidence: Case): Diagnosis {
  const [{stream, command}] = same
  const all = same.map(({ms}) => ms)
  const [shortest, longest] = [Math.min(...all), Math.max(...all)]
  const name = instanceNameOf(stream)
  const limit = limitOf(name, evidence)
  const isScript = /^(?:EVAL|EVALSHA|FCALL)(?:_RO)?$/.test(command)
  // A node of a cluster answers on the bus again as soon as it answers clients with BUSY.
  const silent =
    isScript && limit?.stated.name === 'cluster-node-timeout'
      ? Math.min(longest, busyAfter(name, evidence))
      : longest
  const isAbove = silent >= (limit?.ms ?? usualTimeoutMs)
  const span = shortest === longest ? seconds(longest) : `${seconds(shortest)} to ${seconds(longest)}`
  const period = periodOf(same.map(({at}) => at))
  return {
    severity: isAbove ? 'cause' : 'risk',
    certainty: limit?.isOwn ? 'certain' : 'likely',
    title: `${command} keeps ${name} from ${isScript ? 'serving' : 'answering'} anybody for ${span} s (${same.length === 1 ? 'once' : `${same.length} times`} in this SLOWLOG${period === undefined ? '' : `, about every ${period}`}).`,
    why: `A server does one command at a time, and the time in SLOWLOG is that of the command alone. ${isScript ? busy : 'Meanwhile no PING is answered'}${consequence(limit, silent, isAbove)}`,
    evidence: [...same.flatMap(({lines}) => lines), ...(limit === undefined ? [] : [limit.stated])],
    fix: [
      instead(command),
      'Until then keep down-after-milliseconds (cluster-node-timeout) above the longest of these.',
    ],
    collect: [
      'The clients that send it are in the fifth field of each entry: redis-cli SLOWLOG GET 128',
      'How large the key is: redis-cli MEMORY USAGE KEY; redis-cli HLEN (LLEN, SCARD, ZCARD) KEY',
    ],
  }
}

const busy =
  'While a script runs nobody is answered until busy-reply-threshold (lua-time-limit; 5 s as Redis ships it), and from then on everybody with BUSY, PING, too. Sentinels do not take BUSY for an answer; nodes of a cluster hear this one on the bus again from then on'

/** How long a server may be silent before others count it as down. */
interface Limit {
  readonly ms: number
  readonly stated: DirectiveFact
  /** Whether it is surely the limit of this server. */
  readonly isOwn: boolean
}

function consequence(limit: Limit | undefined, silent: number, isAbove: boolean): string {
  if (limit === undefined)
    return `: with a down-after-milliseconds or a cluster-node-timeout below that${isAbove ? ', as 5000 is,' : ''} a master that lives counts as down, and is failed over.`
  const option = `${limit.stated.name.replace('sentinel ', '')} is ${limit.ms} ${limit.isOwn ? 'here' : 'elsewhere here; if it is that of this server, too'}`
  return isAbove
    ? `: ${option}, so the server counts as down although it lives.`
    : `; ${option}, which is longer${silent === limit.ms ? '' : ' than it is silent'}.`
}

/** The timeout of its own conf, or that of the only master that sentinels watch here; else one that may be another's. */
function limitOf(name: string, evidence: Case): Limit | undefined {
  const found = (stated: DirectiveFact | undefined, isOwn: boolean): Limit | undefined => {
    const ms = Number(stated?.words.at(-1) ?? Number.NaN)
    return stated === undefined || Number.isNaN(ms) ? undefined : {ms, stated, isOwn}
  }
  const timeouts = evidence.directives('cluster-node-timeout')
  const own = timeouts.findLast(({stream}) => instanceNameOf(stream) === name)
  const waits = evidence.directives('sentinel down-after-milliseconds')
  const isOnly = new Set(waits.map(({words}) => words.join(' '))).size === 1
  return found(own, true) ?? found(waits[0], isOnly) ?? found(timeouts[0], false)
}

function busyAfter(name: string, evidence: Case): number {
  const stated = evidence
    .directives('busy-reply-threshold', 'lua-time-limit')
    .findLast(({stream}) => instanceNameOf(stream) === name)
  return Number(stated?.words[0] ?? 5000)
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}

/** How far apart entries are, where that is nearly the same each time. */
function periodOf(times: readonly number[]): string | undefined {
  const sorted = times.toSorted((a, b) => a - b)
  const gaps = sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0))
  if (gaps.length < 2) return undefined
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  if (mean < 60 || gaps.some((gap) => Math.abs(gap - mean) > mean / 10)) return undefined
  return mean < 7000 ? `${Math.round(mean / 60)} min` : `${Number((mean / 3600).toFixed(1))} h`
}

/** What does the same in small parts. */
function instead(command: string): string {
  const scans: Readonly<Record<string, string>> = {
    KEYS: 'SCAN',
    HKEYS: 'HSCAN',
    HVALS: 'HSCAN',
    HGETALL: 'HSCAN',
    SMEMBERS: 'SSCAN',
  }
  if (command in scans)
    return `${scans[command]} in place of ${command}: it does a part at a time. A key that holds that much is better split into several.`
  if (/^(?:DEL|FLUSHALL|FLUSHDB)$/.test(command))
    return command === 'DEL'
      ? 'UNLINK in place of DEL: the memory is freed in the background. (Or lazyfree-lazy-user-del yes.)'
      : `${command} ASYNC in place of ${command}.`
  if (/^Z(?:REV)?RANGE/.test(command))
    return `Ask ${command} for a part at a time: a range of some hundred members (LIMIT with scores), then the next.`
  if (/^(?:EVAL|EVALSHA|FCALL)/.test(command))
    return 'Make the script do less at a time: a part of the keys, called again for the next.'
  return `Have ${command} work on less at a time.`
}

function isOfSlowlog({command}: AnswerFact): boolean {
  const [first = '', second = ''] = (command?.words ?? []).filter((word) => !word.startsWith('-')).slice(-3)
  return /slowlog\W+get/i.test((command?.words ?? []).join(' ')) || /slowlog/i.test(`${first} ${second}`)
}

/** The entries of all replies, each once: people ask again, and get the same ones. */
function entriesOf(evidence: Case): readonly Entry[] {
  const replies = groupBy(
    evidence.facts('answer').filter(isOfSlowlog),
    ({stream, command}) => `${stream} ${command?.place.path}:${command?.place.line}`,
  )
  const entries = [...replies.values()].flatMap(entriesOfReply)
  return [...new Map(entries.map((entry) => [`${entry.stream} ${entry.id} ${entry.at}`, entry])).values()]
}

/**
 * The entries of one reply, as redis-cli prints them on a terminal, with numbers, and into a pipe, without. There only the ids
 * tell an entry from arguments that are numbers: the newest comes first, and each next one has the id below.
 */
function entriesOfReply(facts: readonly AnswerFact[]): readonly Entry[] {
  const found: Entry[] = []
  for (const [index, start] of facts.entries()) {
    const entry = entryAt(start, facts.slice(index + 1, index + 4))
    const last = found.at(-1)
    const isNext = last === undefined || /\(integer\)/.test(start.text) || entry?.id === last.id - 1
    if (entry !== undefined && isNext) found.push(entry)
  }
  return found
}

function entryAt(start: AnswerFact, [at, micros, command]: readonly AnswerFact[]): Entry | undefined {
  const isNumbered = /^\d+\) +1\) \(integer\) \d+$/.test(start.text)
  if (!isNumbered && !/^\d+$/.test(start.text)) return undefined
  const seconds = numberIn(at, 2, isNumbered)
  const took = numberIn(micros, 3, isNumbered)
  const word = (isNumbered ? /^4\) +1\) "([^"]+)"$/ : /^([A-Za-z]\S*)$/).exec(command?.text ?? '')?.[1]
  if (at === undefined || micros === undefined || command === undefined) return undefined
  // A time of Unix has ten digits from 2001 on: other numbers in a row are arguments.
  if (seconds === undefined || took === undefined || word === undefined || seconds < 1e9) return undefined
  return {
    stream: start.stream,
    id: Number(/(\d+)$/.exec(start.text)?.[1]),
    at: seconds,
    ms: Math.round(took / 1000),
    command: word.toUpperCase(),
    lines: [start, micros, command],
  }
}

function numberIn(fact: AnswerFact | undefined, place: number, isNumbered: boolean): number | undefined {
  const digits = (isNumbered ? new RegExp(`^${place}\\) \\(integer\\) (\\d+)$`) : /^(\d+)$/).exec(
    fact?.text ?? '',
  )?.[1]
  return digits === undefined ? undefined : Number(digits)
}
