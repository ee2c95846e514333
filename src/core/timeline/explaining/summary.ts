import {formatDuration} from '../../time/duration.ts'
import type {Failover} from '../failover.ts'

/**
 * How it ended, in one sentence.
 *
 * @param isGone whether logs show that the old master ended or became a replica
 * @param isPartial whether there are instances of which there is no log: then there may be more than these tell of
 */
export function summarise(
  failover: Failover,
  {isGone, isPartial = false}: {readonly isGone: boolean; readonly isPartial?: boolean},
): string {
  const {outcome, oldMaster, newMaster, phases, cause, details} = failover
  if (outcome === 'failed-over') {
    const when = phases.writableMs === null ? '' : ` after ${formatDuration(phases.writableMs)}`
    const trigger = details.requestedAt === null ? cause : `${details.requestedAt} was asked for it`
    return `${newMaster} took over from ${oldMaster}${when}${trigger === null ? '' : ` (${trigger})`}.`
  }
  if (isPartial) return `These logs show no replica that took over from ${oldMaster}.`
  return isGone || isMasterHit(failover)
    ? `No failover: no replica took over from ${oldMaster}${cause === null ? '' : ` (${cause})`}.`
    : `No failover: ${oldMaster} is still the master${cause === null ? '' : ` (${cause})`}.`
}

function isMasterHit({cause, oldMaster, phases}: Failover): boolean {
  return (
    phases.sdownMs !== null ||
    phases.odownMs !== null ||
    (cause !== null && new RegExp(`\\b${oldMaster}\\b`).test(cause))
  )
}
