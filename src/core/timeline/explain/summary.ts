import {formatDuration} from '../../duration.ts'
import type {Failover} from '../phases/failover.ts'

/** What came of it, in one sentence. */
export function summarise(failover: Failover): string {
  const {outcome, oldMaster, newMaster, phases, cause, details} = failover
  if (outcome === 'failed-over') {
    const when = phases.writableMs === null ? '' : ` after ${formatDuration(phases.writableMs)}`
    const trigger = details.requestedAt === null ? cause : `${details.requestedAt} was asked for it`
    return `${newMaster} took over from ${oldMaster}${when}${trigger === null ? '' : ` (${trigger})`}.`
  }
  return isMasterHit(failover)
    ? `No failover: no replica took over from ${oldMaster}${cause === null ? '' : ` (${cause})`}.`
    : `No failover: ${oldMaster} is the master as before${cause === null ? '' : ` (${cause})`}.`
}

function isMasterHit({cause, oldMaster, phases}: Failover): boolean {
  return (
    cause === null ||
    phases.sdownMs !== null ||
    phases.odownMs !== null ||
    new RegExp(`\\b${oldMaster}\\b`).test(cause)
  )
}
