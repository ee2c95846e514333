import type {AnswerFact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {findServerReplies, linesOf, numberIn} from './server-replies.ts'

/** A time in which a server did nothing else, by its own records. */
export interface Stall {
  readonly name: string
  readonly ms: number
  /** `the command DEBUG`, `a fork` */
  readonly what: string
  readonly stated: Stated
}

/** What servers recorded: SLOWLOG GET, LATENCY LATEST, and the last fork in INFO. */
export function findStalls(evidence: Case): readonly Stall[] {
  const forks = findServerReplies(evidence).flatMap((server): readonly Stall[] => {
    const micros = numberIn(server, 'latest_fork_usec')
    const [stated] = linesOf(server, 'latest_fork_usec')
    return stated === undefined || !(micros > 0)
      ? []
      : [{name: server.name, ms: micros / 1000, what: 'a fork', stated}]
  })
  return [...forks, ...inLists(evidence.facts('answer'))]
}

/** Lines of lists, as redis-cli prints them: which number of the inner list, and what it is. */
const part = /(?:^|\s)(\d+)\) (?:\(integer\) (\d+)|(?:\d+\) )?"([^"]*)")$/

function inLists(answers: readonly AnswerFact[]): readonly Stall[] {
  const stalls: Stall[] = []
  let name: string | undefined
  let slow: {readonly ms: number; readonly stated: AnswerFact} | undefined
  for (const answer of answers) {
    const [, index, integer, text] = part.exec(answer.text) ?? []
    const typed = answer.command?.words.join(' ') ?? ''
    const where = instanceNameOf(answer.stream)
    // Number, time, microseconds, and then the command.
    if (/\bslowlog get\b/i.test(typed)) {
      if (index === '3' && integer !== undefined) slow = {ms: Number(integer) / 1000, stated: answer}
      if (text === undefined || slow === undefined) continue
      stalls.push({name: where, ms: slow.ms, what: `the command ${text.toUpperCase()}`, stated: slow.stated})
      slow = undefined
    }
    // Name, time, the last one, and the longest in milliseconds.
    if (/\blatency latest\b/i.test(typed)) {
      if (text !== undefined) name = text
      if (index === '4' && integer !== undefined)
        stalls.push({name: where, ms: Number(integer), what: `the event ${name ?? '?'}`, stated: answer})
    }
  }
  return stalls
}
