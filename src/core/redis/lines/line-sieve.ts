import type {InstanceKind} from '../../words.ts'
import {kindCode} from './known-line-table.ts'
import {kindCount, knownCount} from './layout.ts'

/** Says which lines of logs are left out before anything is made of them: for whoever wants few of very many. Raw lines are (also those whose time cannot be read), and those that nobody knows unless they warn. */
export interface LineSieve {
  /** `verdictLeaveOut` for each known line that is left out: see `verdictAt`. They stay as they are. */
  readonly verdicts: Uint8Array
  /** So many more lines were left out. */
  noteLeftOut(lines: number): void
}

/** So many verdicts there are. */
export const verdictCount = kindCount * knownCount

/** Where the verdict on a known line stands, by its number among those of its kind of instance. */
export function verdictAt(writer: InstanceKind, number: number): number {
  return kindCode(writer) * knownCount + number
}
