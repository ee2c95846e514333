import type {Entry} from '../../redis/catalogue/entry.ts'
import {knownLinesOf} from '../../redis/catalogue/known-lines.ts'
import {verdictLeaveOut} from '../../redis/lines/layout.ts'
import {type LineSieve, verdictAt, verdictCount} from '../../redis/lines/line-sieve.ts'
import type {InstanceKind} from '../../words.ts'
import {concernsClusters} from '../cluster/events.ts'
import {isRoutine} from '../entries/routine.ts'
import {concernsIncidents} from '../sentinel/events.ts'

/** The lines of logs that a timeline for people leaves out and that no incident needs: they are nine in ten. Counts them. */
export class RoutineLines implements LineSieve {
  readonly verdicts = judgeKnownLines()
  #count = 0

  /** How many were left out. */
  get count(): number {
    return this.#count
  }

  noteLeftOut(lines: number): void {
    this.#count += lines
  }
}

function judgeKnownLines(): Uint8Array {
  const verdicts = new Uint8Array(verdictCount)
  for (const writer of ['redis', 'sentinel'] as const)
    for (const {number, entry} of knownLinesOf(writer))
      if (isLeftOut(entry, writer)) verdicts[verdictAt(writer, number)] = verdictLeaveOut
  return verdicts
}

function isLeftOut({kind, severity}: Pick<Entry, 'kind' | 'severity'>, writer: InstanceKind): boolean {
  const role = writer === 'sentinel' ? 'sentinel' : 'unknown'
  if (concernsIncidents(kind, role) || concernsClusters(kind) || kind === 'sentinel-id') return false
  return isRoutine({source: 'log', level: 'notice', role, kind, severity})
}
