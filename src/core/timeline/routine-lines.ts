import {countKnownLines, findKnownLine} from '../redis/catalogue/recognise.ts'
import {type LineHead, sentinelLetter, warningMark} from '../redis/line-head.ts'
import {concernsClusters} from './cluster/events.ts'
import {concernsIncidents} from './incident-events.ts'
import {isRoutine} from './routine.ts'

/**
 * Tells the lines of logs that a timeline for people leaves out and that no incident needs, where they stand in the text
 * that was read: they are nine in ten, and nothing should be made of them. Counts them.
 */
export class RoutineLines {
  /** Of the known lines, by their numbers: 1 for those that are left out, 2 for the others, 0 as long as nobody asked. */
  readonly #verdicts = {
    redis: new Uint8Array(countKnownLines('redis')),
    sentinel: new Uint8Array(countKnownLines('sentinel')),
  }
  #count = 0

  /** How many were left out. */
  get count(): number {
    return this.#count
  }

  /** Whether a line is left out. */
  readonly leavesOut = (head: LineHead): boolean => {
    const isLeftOut = head.markByte === 0 || this.#judge(head)
    if (isLeftOut) this.#count += 1
    return isLeftOut
  }

  #judge({bytes, end, to, letterByte, markByte}: LineHead): boolean {
    const writer = letterByte === sentinelLetter ? 'sentinel' : 'redis'
    const known = findKnownLine(bytes, end, to, writer)
    if (known === undefined) return markByte !== warningMark
    const verdicts = writer === 'sentinel' ? this.#verdicts.sentinel : this.#verdicts.redis
    const verdict = verdicts[known.number] as number
    if (verdict !== 0) return verdict === 1
    const role = writer === 'sentinel' ? 'sentinel' : 'unknown'
    const {kind, severity} = known.entry
    const isNeeded = concernsIncidents(kind, role) || concernsClusters(kind) || kind === 'sentinel-id'
    const judged = !isNeeded && isRoutine({source: 'log', level: 'notice', role, kind, severity})
    verdicts[known.number] = judged ? 1 : 2
    return judged
  }
}
