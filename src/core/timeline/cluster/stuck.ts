import type {ClusterDetails, FailoverPhases} from '../failover.ts'
import {graceMs, type Moment} from '../fault-effects.ts'
import type {Incident} from '../incidents/incident.ts'
import {mayTakeOver, tooOld} from './choice.ts'

/** The delay of an election is at most so long for the first in rank: 500 ms, and up to 500 by chance. */
const electionDelayMs = 1000

/** Whether no failover of a shard is to be expected any more. */
export function isShardStuck(
  incident: Incident,
  phases: FailoverPhases,
  details: ClusterDetails,
  {now, down, plan}: Moment,
): boolean {
  const since = now - incident.at
  const nodeTimeoutMs = details.inForce.downAfterMs ?? plan.settings.downAfterMs
  // What a master says of another one counts for twice the timeout (cluster.c: clusterNodeFailureReportsCount).
  if (phases.odownMs === null) return since > 2 * nodeTimeoutMs + graceMs
  const sinceFail = since - phases.odownMs
  const replicas = incident.members.filter((name) => name !== incident.oldMaster && !down.has(name))
  if (!replicas.some((name) => mayTakeOver(incident, name, now))) return sinceFail > graceMs
  if (replicas.every((name) => tooOld(incident, name) !== undefined)) return sinceFail > electionDelayMs
  // One may fail by chance. One that twice finds no majority lacks what does not come by itself.
  return details.attempts.filter(({result}) => result === 'not-elected').length > 1
}
