import type {Chance} from '../chance.ts'
import type {Place} from '../place.ts'

export interface RoundOptions {
  readonly chance: Chance
  /** How much of it: how many killings, commands at once, faults, damages. */
  readonly size: number
  /** What is being done, for whoever reads of its failure. */
  readonly say: (what: string) => void
}

/** One round of one kind. It throws a Finding, and leaves the place as it is: that is looked after by others. */
export type Round = (place: Place, options: RoundOptions) => Promise<void>
