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
