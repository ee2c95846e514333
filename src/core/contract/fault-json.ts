import type {LoadReport} from '../load/report.ts'
import type {Explanation} from '../timeline/explain.ts'
import type {Outcome} from '../timeline/verdict.ts'
import {describeReasons} from './explanation-json.ts'
import {describeFailover} from './failover-json.ts'
import type {FaultReport, LinkFaultReport} from './fault-report.ts'
import type {fault, linkFault} from './schemas/faults.ts'
import type {JsonOf} from './schemas/json-of.ts'

/** The document of a fault that is done to instances. */
export type FaultJson = JsonOf<typeof fault>
/** The document of a fault that is done to links. */
export type LinkFaultJson = JsonOf<typeof linkFault>

/** A fault that was watched to its end. */
export interface WatchedJson {
  /** How it ended. */
  readonly outcome: Outcome
  /** Of each master group that was hit, with what clients that wrote saw. */
  readonly watched: readonly WatchedGroup[]
  /** What clients of the other master groups saw. */
  readonly otherLoads: readonly LoadReport[]
}

export interface WatchedGroup {
  readonly explanation: Explanation
  readonly load: LoadReport | undefined
}

/**
 * The document of a fault.
 *
 * @param healsAt when it is undone, if it is
 */
export function describeInjected<Report extends FaultReport | LinkFaultReport>(
  report: Report,
  healsAt: Date | null,
) {
  return {...report, healsAt: healsAt?.toISOString() ?? null}
}

/** The document of a fault with `--watch`. */
export function describeWatchedFault<Report extends FaultReport | LinkFaultReport>(
  report: Report,
  healsAt: Date | null,
  {outcome, watched, otherLoads}: WatchedJson,
) {
  const [first] = watched
  return {
    ...describeInjected(report, healsAt),
    outcome,
    oldMaster: first?.explanation.failover.oldMaster ?? null,
    newMaster: first?.explanation.failover.newMaster ?? null,
    phases: first?.explanation.failover.phases ?? null,
    load: first?.load ?? null,
    failovers: watched.map(describeWatchedGroup),
    otherLoads,
  }
}

function describeWatchedGroup({explanation, load}: WatchedGroup) {
  const {summary, failover} = explanation
  return {summary, ...describeFailover(failover), load: load ?? null, reasons: describeReasons(explanation)}
}
