import type {Entry} from '../redis/catalogue/entry.ts'
import {findKnownLine} from '../redis/catalogue/recognise.ts'
import type {LineHead} from '../redis/log-line.ts'
import {concernsIncidents} from './incident-events.ts'
import {isRoutine} from './routine.ts'

/**
 * Tells the lines of logs that a timeline for people leaves out and that no incident needs, where they stand in the text
 * that was read: they are nine in ten, and nothing should be made of them. Counts them.
 */
export class RoutineLines {
  readonly #verdicts = {redis: new Map<Entry, boolean>(), sentinel: new Map<Entry, boolean>()}
  #count = 0

  /** How many were left out. */
  get count(): number {
    return this.#count
  }

  /** Whether the line that ends at `to` is left out. */
  readonly leavesOut = (text: string, to: number, head: LineHead): boolean => {
    const isLeftOut = head.level === 'raw' || this.#judge(text, to, head)
    if (isLeftOut) this.#count += 1
    return isLeftOut
  }

  #judge(text: string, to: number, {end, roleLetter, level}: LineHead): boolean {
    const writer = roleLetter === 'X' ? 'sentinel' : 'redis'
    const known = findKnownLine(text, end, to, writer)
    if (known === undefined) return level !== 'warning'
    const {entry} = known
    const verdict = this.#verdicts[writer].get(entry)
    if (verdict !== undefined) return verdict
    const role = writer === 'sentinel' ? 'sentinel' : 'unknown'
    const {kind, severity} = entry
    const isNeeded = concernsIncidents(kind, role) || kind === 'sentinel-id'
    const judged = !isNeeded && isRoutine({source: 'log', level: 'notice', role, kind, severity})
    this.#verdicts[writer].set(entry, judged)
    return judged
  }
}
