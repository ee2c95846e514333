import {formatDuration} from '../time/duration.ts'
import type {Failover} from './failover.ts'
import type {FaultEffects} from './fault-effects.ts'
import type {Incident} from './incidents/incident.ts'

/** What a master group is waiting for after a fault: a phrase for people, without a full stop. */
export function describeAwaited(
  incident: Incident | undefined,
  failover: Failover | undefined,
  {effects, isOver}: {readonly effects: FaultEffects; readonly isOver: boolean},
): string {
  if (incident === undefined || failover === undefined) return 'the first sign of it'
  const {phases, details} = failover
  const {oldMaster} = incident
  const newMaster = failover.newMaster ?? 'the new master'
  const isCluster = details.kind === 'cluster'
  if (failover.outcome === 'failed-over' && !failover.isComplete) {
    if (phases.agreedMs === null && (details.kind === 'cluster' || details.behind.length > 0))
      return isCluster
        ? `all nodes to take ${newMaster} for the master`
        : `all sentinels to name ${newMaster} to clients`
    return `the replicas to follow ${newMaster}`
  }
  if (effects.lastsMs !== undefined && !isOver)
    return `the fault to be undone, ${formatDuration(effects.lastsMs)} after it was done`
  if (failover.outcome === 'failed-over' && details.oldMasterReturn === null && effects.oldMasterReturns)
    return isCluster
      ? `${oldMaster} to become a replica of ${newMaster}`
      : `a sentinel to make ${oldMaster} a replica of ${newMaster} (it takes some 10 s)`
  if (effects.givesBack)
    return isCluster
      ? 'all nodes to be in their places'
      : 'all to be in their places (an old master takes some 10 s)'
  const {downAfterMs} = details.inForce
  const downAfter = downAfterMs === null ? '' : ` ${formatDuration(downAfterMs)}`
  if (phases.sdownMs === null)
    return isCluster
      ? `a node to count ${oldMaster} as down (node-timeout${downAfter})`
      : `a sentinel to count ${oldMaster} as down (down-after${downAfter})`
  if (phases.odownMs === null)
    return isCluster ? `a majority of the masters to agree` : 'as many sentinels as the quorum to agree'
  if (phases.electedMs === null)
    return isCluster ? 'a replica to be elected' : 'a sentinel to be elected leader'
  if (phases.promotedMs === null) return 'a replica to be promoted'
  return 'the outcome'
}
