import type {Unfit} from '../../core/rehearsal/predict.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {SlotRange} from '../../core/topology/slots.ts'

/** What every part of a case needs to know. */
export interface CaseOptions {
  readonly unfit: Unfit
  /** So long is looked whether writes go on, where no master was hit; in milliseconds. */
  readonly observeMs: number
  readonly signal: AbortSignal
}

/** What is missing when the time is over; nothing where it was survived. */
export interface CaseProblem {
  readonly problem?: string | undefined
  /** Of a cluster: the slots that nobody served while the fault lasted, where it does not last any more. */
  readonly unserved?: readonly SlotRange[] | undefined
}

/** So many writes in a row show that they are taken again. */
export const enoughWrites = 10
/** How long what is brought back may take. */
export const backWithinMs = 40_000
/** What a failover takes beside its timers. */
const slackMs = 6000

/** How long a failover may take, in milliseconds; where none is possible, how long to look until that is sure. */
export function failoverWithinMs({mode, settings}: Plan, isHopeless: boolean): number {
  const {downAfterMs, failoverTimeoutMs} = settings
  // A vote that fails is repeated after four times the timeout (cluster.c: clusterHandleSlaveFailover).
  const triesMs = mode === 'cluster' ? 5 * downAfterMs : 2 * failoverTimeoutMs
  return downAfterMs + slackMs + (isHopeless ? 0 : triesMs)
}

/** How long a failover that is asked for may take, in milliseconds. */
export function askedFailoverWithinMs({mode, settings}: Plan): number {
  return 2 * slackMs + (mode === 'cluster' ? 2 * settings.downAfterMs : settings.failoverTimeoutMs)
}
