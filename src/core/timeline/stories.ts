import type {TimelineEntry} from './entry.ts'
import type {OpenIncident} from './incident.ts'
import type {IncidentLog} from './incident-log.ts'
import type {Membership} from './membership.ts'
import type {InstanceNames} from './names.ts'

/** What those who tell stories apart know and may do. */
export interface Scene {
  readonly log: IncidentLog
  readonly names: InstanceNames
  readonly membership: Membership
  /** Who is master of each group, as far as is known. */
  readonly masters: Map<string, string>
  /** Begins an incident that redislab had no part in. @param evidence what came just before it */
  readonly begin: (group: string, first: TimelineEntry, evidence: readonly TimelineEntry[]) => OpenIncident
}

/** Sorts what instances say into incidents. */
export interface Stories {
  push(entry: TimelineEntry): void
  /** An incident began: what was under way in its group. */
  onBegin?(incident: OpenIncident, before: OpenIncident | undefined): void
}
