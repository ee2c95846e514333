import type {TimelineEntry} from '../entries/entry.ts'
import type {Incident, OpenIncident} from './incident.ts'

/** An incident that goes on for hours has as many tries as that; the first tell as much as all. */
const mostEvidence = 4000
/** What happens later than that is not a part of it. */
export const longestIncidentMs = 120_000
export const mostIncidents = 200
/** All incidents together have at most so much: then the oldest are forgotten. */
const mostEvidenceOfAll = 2 * mostEvidence

/** The incidents that are known, and which one goes on in each group. Memory does not depend on how long they go on. */
export class IncidentLog {
  readonly #current = new Map<string, OpenIncident>()
  readonly #incidents: OpenIncident[] = []
  /** The incident that an entry became evidence of. */
  readonly #incidentOfEntry = new WeakMap<TimelineEntry, OpenIncident>()
  readonly #onForget: (incident: Incident) => void
  #evidenceOfAll = 0

  /** @param onForget called with an incident that has long been over, before it is forgotten */
  constructor(onForget: (incident: Incident) => void) {
    this.#onForget = onForget
  }

  /** In the order in which they began. */
  get all(): readonly OpenIncident[] {
    return this.#incidents
  }

  /** The last one of each group. */
  get current(): ReadonlyMap<string, OpenIncident> {
    return this.#current
  }

  /** The incident that an entry was added to; the later one of several. */
  incidentOf(entry: TimelineEntry): Incident | undefined {
    return this.#incidentOfEntry.get(entry)
  }

  begin(incident: OpenIncident): OpenIncident {
    this.#current.set(incident.masterName, incident)
    this.#incidents.push(incident)
    this.#evidenceOfAll += incident.evidence.length
    this.#forgetOld()
    return incident
  }

  add(incident: OpenIncident | undefined, entry: TimelineEntry): void {
    if (incident === undefined || incident.evidence.length >= mostEvidence) return
    incident.evidence.push(entry)
    if ((this.#incidentOfEntry.get(entry)?.at ?? 0) <= incident.at) this.#incidentOfEntry.set(entry, incident)
    this.#evidenceOfAll += 1
    this.#forgetOld()
  }

  /** It has not begun after all: the one before goes on. */
  remove(incident: OpenIncident, previous: OpenIncident | undefined): void {
    this.#incidents.splice(this.#incidents.indexOf(incident), 1)
    this.#evidenceOfAll -= incident.evidence.length
    if (this.#current.get(incident.masterName) !== incident) return
    if (previous === undefined) this.#current.delete(incident.masterName)
    else this.#current.set(incident.masterName, previous)
  }

  /** None goes on. */
  endAll(): void {
    this.#current.clear()
  }

  /** The oldest that do not go on any more. */
  #forgetOld(): void {
    while (this.#evidenceOfAll > mostEvidenceOfAll || this.#incidents.length > mostIncidents) {
      const index = this.#incidents.findIndex(
        (incident) => this.#current.get(incident.masterName) !== incident,
      )
      const [oldest] = index < 0 ? [] : this.#incidents.splice(index, 1)
      if (oldest === undefined) return
      this.#evidenceOfAll -= oldest.evidence.length
      this.#onForget(oldest)
    }
  }
}
