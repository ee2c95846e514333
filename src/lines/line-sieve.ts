import type {Entry} from '../core/redis/catalogue/entry.ts'
import {knownLinesOf} from '../core/redis/catalogue/known-lines.ts'
import type {InstanceKind} from '../core/words.ts'
import {kindCodes} from './known-line-table.ts'
import {kindCount, knownCount, verdictLeaveOut} from './layout.ts'

/**
 * Leaves lines of logs out before anything is made of them, and counts them: where few of very many are wanted. Raw lines
 * are left out (also those whose time cannot be read), and those that the catalogue does not know unless they warn.
 */
export class LineSieve {
  /** `verdictLeaveOut` for each known line that is left out, by kind of instance and number. */
  readonly verdicts = new Uint8Array(kindCount * knownCount)
  #count = 0

  /** @param leavesOut asked once for each line of the catalogue */
  constructor(leavesOut: (entry: Entry, writer: InstanceKind) => boolean) {
    for (const writer of ['redis', 'sentinel'] as const)
      for (const {number, entry} of knownLinesOf(writer))
        if (leavesOut(entry, writer)) this.verdicts[kindCodes[writer] * knownCount + number] = verdictLeaveOut
  }

  /** How many lines were left out. */
  get count(): number {
    return this.#count
  }

  /** So many more lines were left out. */
  noteLeftOut(lines: number): void {
    this.#count += lines
  }
}
