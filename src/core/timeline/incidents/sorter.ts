import type {TimelineEntry} from '../entries/entry.ts'
import type {Incident, OpenIncident} from './incident.ts'
import type {IncidentLog} from './incident-log.ts'
import type {Membership} from './membership.ts'
import type {InstanceNames} from './names.ts'
import type {Signs} from './signs.ts'
import type {ValuesInForce} from './values-in-force.ts'

/** How an incident begins. */
export interface Beginning extends Pick<Incident, 'at' | 'onset'> {
  /** What came just before it, and the line that begins it. */
  readonly evidence: readonly TimelineEntry[]
}

/** What a sorter knows and may do. */
export interface SorterContext {
  readonly log: IncidentLog
  readonly names: InstanceNames
  readonly membership: Membership
  /** The master of each group, as far as is known. */
  readonly masters: Map<string, string>
  readonly signs: Signs
  readonly hasSentinels: boolean
  readonly values: ValuesInForce
  /** Whether redislab took an instance down or cut it off. */
  readonly isUnavailable: (instance: string) => boolean
  /** Begins an incident that redislab had no part in. */
  readonly begin: (group: string, beginning: Beginning) => OpenIncident
}

/** Sorts what instances say into incidents. */
export interface IncidentSorter {
  push(entry: TimelineEntry): void
  /** An incident began: what was under way in its group. */
  onBegin?(incident: OpenIncident, before: OpenIncident | undefined): void
  /** The lines of the sentinels that count the master of a group as down now. */
  countedDown?(group: string): readonly TimelineEntry[]
  /** The last lines that set how sentinels log in to the instances of a group. */
  authSettings?(group: string): readonly TimelineEntry[]
}

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

/** After what redislab did to a master, it may still be missing for this long, in addition to the time that is set. */
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
