import type {FailoverPhases, SentinelDetails} from '../failover.ts'
import {graceMs, type Moment} from '../fault-effects.ts'
import type {Incident} from '../incidents/incident.ts'
import {votesNeeded} from '../measuring/presence.ts'
import {priorityAt} from './choice.ts'

/** A sentinel sends a PING once a second: the first that is not answered may come so late. */
const pingMs = 1000

/** Whether no failover of sentinels is to be expected any more. */
export function isGroupStuck(
  incident: Incident,
  phases: FailoverPhases,
  details: SentinelDetails,
  {plan, down, now}: Moment,
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
