import type {TimelineEntry} from './entry.ts'

/** What belongs together: a fault (or what a sentinel took for one), and what came of it in one master group. */
export interface Incident {
  readonly masterName: string
  /** What redislab did; null when it began by itself. */
  readonly cause: TimelineEntry | null
  /** The moment from which everything is measured: of the cause, else of the first sign. */
  readonly at: number
  /** Who was master when it began. */
  readonly oldMaster: string
  /** Who was master of each group then, this one included. */
  readonly masters: readonly string[]
  /** The data instances that belonged to the group when it began. */
  readonly members: readonly string[]
  /** Who was down when it began, and what redislab had done to them, where that is known. */
  readonly downBefore: ReadonlyMap<string, TimelineEntry | null>
  /** What redislab had done to links by then, and not undone. */
  readonly linkFaultsBefore: readonly TimelineEntry[]
  /** The entries that matter, in the order of time. */
  readonly evidence: readonly TimelineEntry[]
}

/** One that may go on. */
export interface OpenIncident extends Incident {
  readonly evidence: TimelineEntry[]
  /** The master was hit, or sentinels acted: another fault belongs to the same story. */
  isSerious: boolean
  newMaster: string | undefined
  /** The sentinels have carried it out, as far as the leader is concerned. */
  isOver: boolean
}
