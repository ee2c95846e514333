import type {TimelineEntry} from '../core/timeline/entries/entry.ts'
import type {Failover} from '../core/timeline/failover.ts'
import {measureFailover} from '../core/timeline/measure.ts'
import {IncidentTracker} from '../core/timeline/tracker.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {readTimeline} from '../engine/timeline/read-timeline.ts'

/** More than any lab needs: a loop that logs as fast as it can shall not fill the memory. */
const mostEntries = 300_000

/** Follows the timeline of a deployment while a lab runs, and remembers it. */
export class Recorder implements AsyncDisposable {
  readonly tracker: IncidentTracker
  readonly entries: TimelineEntry[] = []
  readonly #deployment: Deployment
  readonly #stop = new AbortController()
  readonly #reading: Promise<void>

  constructor(deployment: Deployment, onEntry: (entry: TimelineEntry) => void) {
    this.#deployment = deployment
    this.tracker = new IncidentTracker(deployment.record.plan)
    this.#reading = this.#follow(onEntry)
    // Reported when it is disposed of.
    this.#reading.catch(() => {})
  }

  async #follow(onEntry: (entry: TimelineEntry) => void): Promise<void> {
    const {directory, record} = this.#deployment
    const options = {follow: true, signal: this.#stop.signal}
    for await (const batch of readTimeline({directory, plan: record.plan}, options)) {
      for (const entry of batch) {
        this.tracker.push(entry)
        if (this.entries.length < mostEntries) this.entries.push(entry)
        onEntry(entry)
      }
    }
  }

  /** The outcome of each time that a master was in question, so far. */
  get failovers(): readonly Failover[] {
    const {tracker} = this
    const {plan} = this.#deployment.record
    return tracker.incidents.map((incident) => measureFailover(incident, {plan, names: tracker.names}))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#reading
  }
}

/**
 * Of the failovers of a lab, the one that it is about: the last that came of something it did. On a busy machine
 * sentinels may try another one by themselves, soon after.
 */
export function mainOf(failovers: readonly Failover[]): Failover | undefined {
  const tried = failovers.filter(({details}) => details.attempts.length > 0)
  return tried.findLast(({cause}) => cause !== null) ?? tried.at(-1) ?? failovers.at(-1)
}
