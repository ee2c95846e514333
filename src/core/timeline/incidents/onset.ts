import type {TimelineEntry} from '../entries/entry.ts'
import type {OpenIncident} from './incident.ts'
import type {Beginning, SorterContext} from './sorter.ts'

/**
 * When a master fell silent that redislab did nothing to: by the first line of a log that shows it, else at the latest so
 * long before it counted as down as it must have been silent by then.
 *
 * @param silentMs how long it must be silent before it counts as down; null where that is not known
 */
export function findOnset(
  {signs, masters}: SorterContext,
  group: string,
  first: TimelineEntry,
  silentMs: number | null,
): Beginning {
  const master = masters.get(group) ?? ''
  const evidence = signs.ofMaster(master, first.at)
  const [sign] = evidence
  if (sign !== undefined) return {at: sign.at, onset: 'sign', evidence}
  return {at: first.at - (silentMs ?? 0), onset: 'latest', evidence: []}
}

/** After what redislab did to a master, it may still be missed for so long, beside the time that is set. */
const graceMs = 5000

/** Whether what redislab did can be why the master of a group is missed now. */
export function canBeCause(
  {cause, evidence, oldMaster}: OpenIncident,
  first: TimelineEntry,
  {silentMs, isUnavailable}: {readonly silentMs: number | null} & Pick<SorterContext, 'isUnavailable'>,
): boolean {
  if (cause === null || isUnavailable(oldMaster)) return true
  const last = evidence.findLast(
    ({fault}) => fault !== undefined && (fault.links !== undefined || fault.instances.includes(oldMaster)),
  )
  if (last === undefined) return false
  // Slow links stay slow.
  if (last.fault?.fault === 'delay' || last.fault?.fault === 'partition') return true
  return first.at - last.at - (last.fault?.durationMs ?? 0) <= (silentMs ?? 0) + graceMs
}
