import type {AnswerFact} from '../../evidence/facts.ts'
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
  source: 'slowlog.c; redis.io, SLOWLOG: microseconds of execution alone, in which nothing else is served',
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
  const stated = evidence.directives('sentinel down-after-milliseconds', 'cluster-node-timeout')[0]
  const limit = Number(stated?.words.at(-1) ?? Number.NaN)
  const isAbove = longest >= (Number.isNaN(limit) ? usualTimeoutMs : limit)
  const span = shortest === longest ? seconds(longest) : `${seconds(shortest)} to ${seconds(longest)}`
  const period = periodOf(same.map(({at}) => at))
  return {
    severity: isAbove ? 'cause' : 'risk',
    certainty: Number.isNaN(limit) ? 'likely' : 'certain',
    title: `${command} keeps ${instanceNameOf(stream)} from answering anybody for ${span} s (${same.length === 1 ? 'once' : `${same.length} times`} in this SLOWLOG${period === undefined ? '' : `, about every ${period}`}).`,
    why: `A server does one command at a time, and the time in SLOWLOG is that of the command alone. Meanwhile no PING is answered${
      Number.isNaN(limit)
        ? `: with a down-after-milliseconds or a cluster-node-timeout below that${isAbove ? ', as 5000 is,' : ''} a master that lives counts as down, and is failed over.`
        : limit <= longest
          ? `: ${stated?.name.replace('sentinel ', '')} is ${limit} here, so the server counts as down although it lives.`
          : `; ${stated?.name.replace('sentinel ', '')} is ${limit} here, which is longer.`
    }`,
    evidence: [...same.flatMap(({lines}) => lines), ...(stated === undefined ? [] : [stated])],
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
    ZRANGE: 'ZSCAN',
  }
  if (command in scans)
    return `${scans[command]} in place of ${command}: it does a part at a time. A key that holds that much is better split into several.`
  if (/^(?:DEL|FLUSHALL|FLUSHDB)$/.test(command))
    return command === 'DEL'
      ? 'UNLINK in place of DEL: the memory is freed in the background. (Or lazyfree-lazy-user-del yes.)'
      : `${command} ASYNC in place of ${command}.`
  if (/^(?:EVAL|EVALSHA|FCALL)/.test(command))
    return 'Make the script do less at a time: a part of the keys, called again for the next.'
  return `Have ${command} work on less at a time.`
}

function isOfSlowlog({command}: AnswerFact): boolean {
  const [first = '', second = ''] = (command?.words ?? []).filter((word) => !word.startsWith('-')).slice(-3)
  return /slowlog\W+get/i.test((command?.words ?? []).join(' ')) || /slowlog/i.test(`${first} ${second}`)
}

/** The entries of replies, as redis-cli prints them on a terminal, with numbers, and into a pipe, without. */
function entriesOf(evidence: Case): readonly Entry[] {
  const facts = evidence.facts('answer').filter(isOfSlowlog)
  return facts.flatMap((start, index): readonly Entry[] => {
    const [at, micros, command] = facts.slice(index + 1, index + 4)
    const isNumbered = /^\d+\) +1\) \(integer\) \d+$/.test(start.text)
    if (!isNumbered && !/^\d+$/.test(start.text)) return []
    const seconds = numberIn(at, 2, isNumbered)
    const took = numberIn(micros, 3, isNumbered)
    const word = (isNumbered ? /^4\) +1\) "([^"]+)"$/ : /^([A-Za-z]\S*)$/).exec(command?.text ?? '')?.[1]
    if (at === undefined || micros === undefined || command === undefined) return []
    // A time of Unix has ten digits from 2001 on: other numbers in a row are arguments.
    if (seconds === undefined || took === undefined || word === undefined || seconds < 1e9) return []
    return [
      {
        stream: start.stream,
        at: seconds,
        ms: Math.round(took / 1000),
        command: word.toUpperCase(),
        lines: [start, micros, command],
      },
    ]
  })
}

function numberIn(fact: AnswerFact | undefined, place: number, isNumbered: boolean): number | undefined {
  const digits = (isNumbered ? new RegExp(`^${place}\\) \\(integer\\) (\\d+)$`) : /^(\d+)$/).exec(
    fact?.text ?? '',
  )?.[1]
  return digits === undefined ? undefined : Number(digits)
}
