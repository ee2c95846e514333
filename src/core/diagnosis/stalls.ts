import type {AnswerFact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {findServerReplies, linesOf, numberIn} from './server-replies.ts'

/** A time in which a server did nothing else, by its own records. */
export interface Stall {
  readonly name: string
  /** Of the server. */
  readonly stream: string
  readonly ms: number
  /** `the command DEBUG`, `the event aof-write`, `a fork` */
  readonly what: string
  readonly kind: 'fork' | 'command' | 'other'
  readonly stated: Stated
}

/**
 * What servers recorded: SLOWLOG GET, LATENCY LATEST, and the last fork in INFO. What stands in two of them is there once: a fork
 * is the event `fork`, too, and a slow command the event `command`.
 */
export function findStalls(evidence: Case): readonly Stall[] {
  const forks = findServerReplies(evidence).flatMap((server): readonly Stall[] => {
    const micros = numberIn(server, 'latest_fork_usec')
    const [stated] = linesOf(server, 'latest_fork_usec')
    return stated === undefined || !(micros > 0)
      ? []
      : [{name: server.name, stream: server.stream, ms: micros / 1000, what: 'a fork', kind: 'fork', stated}]
  })
  const all = [...forks, ...inLists(evidence.facts('answer'))]
  return all.filter((stall, index) => !all.slice(0, index).some((other) => isSame(stall, other)))
}

/** LATENCY LATEST has whole milliseconds, and measures a little more than SLOWLOG. */
function isSame(a: Stall, b: Stall): boolean {
  if (a.stream !== b.stream || a.kind !== b.kind || a.kind === 'other') return false
  const isEvent = a.what.startsWith('the event') !== b.what.startsWith('the event') || a.kind === 'fork'
  return isEvent && Math.abs(a.ms - b.ms) <= Math.max(2, a.ms / 100)
}

/** Lines of lists, as redis-cli prints them: which number of the inner list, and what it is. */
const part = /(?:^|\s)(\d+)\) (?:\(integer\) (\d+)|(?:\d+\) )?"([^"]*)")$/

function inLists(answers: readonly AnswerFact[]): readonly Stall[] {
  const stalls: Stall[] = []
  // A server that was asked twice shows the same entry twice.
  const seen = new Set<string>()
  let name: string | undefined
  let entry = ''
  let slow: {readonly ms: number; readonly stated: AnswerFact} | undefined
  for (const answer of answers) {
    const [, index, integer, text] = part.exec(answer.text) ?? []
    const typed = answer.command?.words.join(' ') ?? ''
    const {stream} = answer
    const where = instanceNameOf(stream)
    // Number, time, microseconds, and then the command.
    if (/\bslowlog get\b/i.test(typed)) {
      if (index === '1' && integer !== undefined) entry = integer
      if (index === '2' && integer !== undefined) entry += ` ${integer}`
      if (index === '3' && integer !== undefined) slow = {ms: Number(integer) / 1000, stated: answer}
      if (text === undefined || slow === undefined) continue
      const key = `${stream} ${entry} ${slow.ms}`
      const what = `the command ${text.toUpperCase()}`
      if (!seen.has(key))
        stalls.push({name: where, stream, ms: slow.ms, what, kind: 'command', stated: slow.stated})
      seen.add(key)
      slow = undefined
    }
    // Name, time, the last one, and the longest in milliseconds.
    if (/\blatency latest\b/i.test(typed)) {
      if (text !== undefined) name = text
      if (index !== '4' || integer === undefined) continue
      const kind = name === 'fork' ? 'fork' : /^(?:fast-)?command$/.test(name ?? '') ? 'command' : 'other'
      const what = kind === 'fork' ? 'a fork' : `the event ${name ?? '?'}`
      const ms = Number(integer)
      const key = `${stream} ${what} ${ms}`
      if (!seen.has(key)) stalls.push({name: where, stream, ms, what, kind, stated: answer})
      seen.add(key)
    }
  }
  return stalls
}
