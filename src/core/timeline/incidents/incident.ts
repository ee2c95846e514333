import type {TimelineEntry} from '../entries/entry.ts'
import type {ValuesInForce} from './values-in-force.ts'

/** What belongs together: a fault (or what a sentinel took for one), and the outcome in one master group. */
export interface Incident {
  readonly masterName: string
  /** What redislab did; null when it began by itself. */
  readonly cause: TimelineEntry | null
  /** The moment from which everything is measured: of the cause, else of the first sign. */
  readonly at: number
  /**
   * What that moment is: that of the cause; that of a line that shows the end; or, where no line does, the latest moment
   * at which the master can have fallen silent.
   */
  readonly onset: 'cause' | 'sign' | 'latest'
  /** The master when it began. */
  readonly oldMaster: string
  /** The master of each group then, this one included. */
  readonly masters: readonly string[]
  /** The data instances that belonged to the group when it began. */
  readonly members: readonly string[]
  /** The instances that were down when it began, and what redislab had done to them, where that is known. */
  readonly downBefore: ReadonlyMap<string, TimelineEntry | null>
  /** What redislab had done to links by then, and not undone. */
  readonly linkFaultsBefore: readonly TimelineEntry[]
  /** Which sentinels counted its master as down already when it began: the line of each. */
  readonly sdownBefore: readonly TimelineEntry[]
  /** How its sentinels logged in before, where that was changed while they ran. */
  readonly settingsBefore: readonly TimelineEntry[]
  /** Replicas that had no link to their master when it began: since when. */
  readonly linksLostBefore: ReadonlyMap<string, TimelineEntry>
  /** The instances that did not run when it ended: ended or frozen by redislab, or ended as their logs say. */
  readonly taken: ReadonlyMap<string, TimelineEntry | null>
  /** The instances that ran and were cut off from the others when it ended. */
  readonly cutOff: ReadonlyMap<string, TimelineEntry | null>
  /** What was set at each moment. */
  readonly values: ValuesInForce
  /** The entries that matter, in the order of time. */
  readonly evidence: readonly TimelineEntry[]
}

/** One that may go on. */
export interface OpenIncident extends Incident {
  readonly evidence: TimelineEntry[]
  taken: ReadonlyMap<string, TimelineEntry | null>
  cutOff: ReadonlyMap<string, TimelineEntry | null>
  /** The master was hit, or sentinels acted: another fault belongs to the same incident. */
  isSerious: boolean
  newMaster: string | undefined
  /** The sentinels have carried it out, as far as the leader is concerned. */
  isOver: boolean
}
