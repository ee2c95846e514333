import type {Plan} from '../topology/plan.ts'
import {isShardStuck} from './cluster/stuck.ts'
import type {Failover} from './failover.ts'
import type {FaultEffects} from './fault-effects.ts'
import type {Incident} from './incidents/incident.ts'
import {votesNeeded} from './measuring/votes-needed.ts'
import {priorityAt} from './sentinel/priority.ts'

/** How a fault ended. */
export type Outcome = 'failed-over' | 'no-failover' | 'reconnected' | 'timed-out'

export interface VerdictContext {
  readonly plan: Plan
  readonly down: Pick<ReadonlySet<string>, 'has'>
  /** Who takes writes now. */
  readonly writable: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly now: number
  readonly effects: FaultEffects
  /** Whether a fault that ends by itself has ended. */
  readonly isOver: boolean
  /** Whether everybody who runs is in its place: one master, known to all, and each replica in step with it. */
  readonly isSettled: boolean
}

/** How long after it could have come nothing more is expected. */
const graceMs = 1500
/** A sentinel sends a PING once a second: the first that is not answered may come so late. */
const pingMs = 1000

/** Faults after which a master may be missed. What the others do leaves it where it is. */
const interrupts: ReadonlySet<string> = new Set([
  'kill',
  'stop',
  'restart',
  'pause',
  'sleep',
  'disconnect',
  'partition',
])

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
    const wasAway = phases.sdownMs !== null || (hitsMaster && interrupts.has(fault?.fault ?? ''))
    const isCutStill = fault?.fault === 'partition' && !isTemporary
    return (wasAway && !isCutStill) || isTemporary ? 'reconnected' : 'no-failover'
  }
  const isStuck = plan.mode === 'cluster' ? isShardStuck : isGroupStuck
  return !isTrying && isStuck(incident, failover, context) ? 'no-failover' : undefined
}

/** Whether no failover of sentinels is to be expected any more. */
function isGroupStuck(
  incident: Incident,
  {phases, details}: Failover,
  {plan, down, now}: VerdictContext,
): boolean {
  const {at, masterName, oldMaster} = incident
  const since = now - at
  const {inForce} = details
  const downAfterMs = inForce.downAfterMs ?? plan.settings.downAfterMs
  const attempt = details.attempts.at(-1)
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  const running = sentinels.filter(({name}) => !down.has(name)).length
  if (running === 0) return since > downAfterMs + graceMs
  // It takes no writes, and yet it answers the sentinels.
  if (phases.sdownMs === null) return since > downAfterMs + pingMs + graceMs
  const quorum = inForce.quorum ?? plan.masters.find(({name}) => name === masterName)?.quorum ?? 1
  if (running < quorum) return since > phases.sdownMs + graceMs
  // A try has failed: the next one fails the same way, if what it lacks cannot come by itself.
  if (attempt?.result === 'not-elected')
    return running < votesNeeded(inForce.sentinels ?? sentinels.length, quorum)
  if (attempt?.result !== 'no-good-replica') return false
  const leader = attempt.leader ?? ''
  const cannotComeByItself = plan.instances
    .filter((instance) => instance.masterName === masterName && instance.name !== oldMaster)
    .every(({name}) => down.has(name) || priorityAt({name, leader, at: now}, incident, {}) === 0)
  return cannotComeByItself && since > (attempt.endedMs ?? 0) + 300
}
