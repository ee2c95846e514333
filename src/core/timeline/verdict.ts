import {traitsOf} from '../faults/kinds.ts'
import {isShardStuck} from './cluster/stuck.ts'
import type {Failover} from './failover.ts'
import type {FaultEffects} from './fault-effects.ts'
import {graceMs, type Moment} from './fault-effects.ts'
import type {Incident} from './incidents/incident.ts'
import {isGroupStuck} from './sentinel/stuck.ts'

/** How a fault ended. */
export type Outcome = 'failed-over' | 'no-failover' | 'reconnected' | 'timed-out'

export interface VerdictContext extends Moment {
  /** The instances that take writes now. */
  readonly writable: ReadonlySet<string>
  readonly effects: FaultEffects
  /** Whether a fault that ends by itself has ended. */
  readonly isOver: boolean
  /** Whether every running instance is in its place: one master, known to all, and each replica in step with it. */
  readonly isSettled: boolean
}

/** Whether a group has come to rest after a fault, or cannot get any further; undefined while something may come. */
export function judgeIncident(
  incident: Incident,
  failover: Failover,
  context: VerdictContext,
): Outcome | undefined {
  const {plan, down, writable, now, effects, isOver, isSettled} = context
  const {oldMaster} = incident
  const fault = incident.cause?.fault
  const hitsMaster = fault?.instances.includes(oldMaster) === true
  const isTemporary = effects.lastsMs !== undefined
  const isHealDue = isTemporary && !isOver
  if (failover.outcome === 'failed-over') {
    if (!failover.isComplete || isHealDue) return undefined
    const mustReturn = effects.oldMasterReturns && hitsMaster
    return mustReturn && failover.details.oldMasterReturn === null ? undefined : 'failed-over'
  }
  if (isHealDue) return undefined
  const {phases, details} = failover
  const downAfterMs = details.inForce.downAfterMs ?? plan.settings.downAfterMs
  const attempt = details.attempts.at(-1)
  // A candidate that went down goes no further.
  const isTrying = attempt?.result === 'open' && !attempt.candidates.every((name) => down.has(name))
  const lastSign = incident.evidence.findLast(({kind}) => kind !== 'probe-writable')?.at ?? incident.at
  if (effects.givesBack) return isSettled && !isTrying && now - lastSign > graceMs ? 'reconnected' : undefined
  if (writable.has(oldMaster) && !isTrying) {
    if (now - lastSign <= downAfterMs + graceMs) return undefined
    const wasAway = phases.sdownMs !== null || (hitsMaster && traitsOf(fault?.fault ?? '')?.silences === true)
    const isCutStill = fault?.fault === 'partition' && !isTemporary
    return (wasAway && !isCutStill) || isTemporary ? 'reconnected' : 'no-failover'
  }
  if (isTrying) return undefined
  const isStuck =
    details.kind === 'cluster'
      ? isShardStuck(incident, phases, details, context)
      : isGroupStuck(incident, phases, details, context)
  return isStuck ? 'no-failover' : undefined
}
