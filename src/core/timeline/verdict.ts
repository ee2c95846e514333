import type {Plan} from '../topology/plan.ts'
import type {Incident} from './incident.ts'
import {priorityOf} from './phases/choice.ts'
import type {Failover} from './phases/failover.ts'
import {votesNeeded} from './phases/votes-needed.ts'

/** How a fault ended. */
export type Outcome = 'failed-over' | 'no-failover' | 'reconnected' | 'timed-out'

export interface VerdictContext {
  readonly plan: Plan
  readonly down: Pick<ReadonlySet<string>, 'has'>
  /** Who takes writes now. */
  readonly writable: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly now: number
  /** Whether the fault will be undone by itself, and has not been yet. */
  readonly isHealDue: boolean
  /** Whether the fault is to be undone: then its end is waited for. */
  readonly isTemporary: boolean
}

/** How long after it could have come nothing more is expected. */
const graceMs = 1500

/** Whether a group has come to rest after a fault, or cannot get any further; undefined while something may come. */
export function judgeIncident(
  incident: Incident,
  failover: Failover,
  context: VerdictContext,
): Outcome | undefined {
  const {plan, down, writable, now, isHealDue, isTemporary} = context
  const {oldMaster} = incident
  if (failover.outcome === 'failed-over') {
    if (!failover.isComplete || isHealDue) return undefined
    const mustReturn = isTemporary && incident.cause?.fault?.instances.includes(oldMaster) === true
    return mustReturn && failover.details.oldMasterReturn === null ? undefined : 'failed-over'
  }
  if (isHealDue) return undefined
  const since = now - incident.at
  const {downAfterMs} = plan.settings
  const {phases, details} = failover
  const attempt = details.attempts.at(-1)
  const isTrying = attempt?.result === 'open'
  const wasHit = phases.sdownMs !== null || incident.cause?.fault?.instances.includes(oldMaster) === true
  if (writable.has(oldMaster) && !isTrying) {
    const lastSign = incident.evidence.findLast(({kind}) => kind !== 'probe-writable')?.at ?? incident.at
    const isQuiet = now - lastSign > downAfterMs + graceMs
    if (isQuiet) return wasHit || isTemporary ? 'reconnected' : 'no-failover'
    return undefined
  }
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  const running = sentinels.filter(({name}) => !down.has(name)).length
  const isDue = since > downAfterMs + graceMs
  if (running === 0) return isDue ? 'no-failover' : undefined
  const quorum = plan.masters.find(({name}) => name === incident.masterName)?.quorum ?? 1
  if (running < quorum)
    return phases.sdownMs !== null && since > phases.sdownMs + graceMs ? 'no-failover' : undefined
  if (isTrying || attempt === undefined) return undefined
  // A try has failed: the next one fails the same way, if what it lacks cannot come by itself.
  if (attempt.result === 'not-elected')
    return running < votesNeeded(sentinels.length, quorum) ? 'no-failover' : undefined
  const eligible = plan.instances.filter(
    ({name, masterName}) => masterName === incident.masterName && name !== oldMaster && !down.has(name),
  )
  if (attempt.result === 'no-good-replica' && (eligible.length === 0 || priorityOf(plan) === 0)) {
    const ended = attempt.endedMs ?? 0
    return since > ended + 300 ? 'no-failover' : undefined
  }
  return undefined
}
