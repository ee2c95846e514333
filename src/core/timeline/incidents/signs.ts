import type {Plan} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import {endingEvents, startingEvents} from './events.ts'
import {longestIncidentMs} from './incident-log.ts'
import type {InstanceNames} from './names.ts'

/** Of its last words, the ones after which it has ended, or does so at once. */
const ends: ReadonlySet<string> = new Set([
  'shutdown-insisted',
  'crashed',
  'crash-simulated',
  'out-of-memory',
  'goodbye',
])
/** A replica has lost its master, and has it again. */
const linkEnds: ReadonlySet<string> = new Set(['link-lost', 'link-timed-out'])
const linkBegins: ReadonlySet<string> = new Set([
  'partial-sync-succeeded',
  'partial-sync-accepted',
  'sync-finished',
  'master-mode-enabled',
  'master-mode-by-failover',
])

/**
 * Keeps account of what logs say of ends: of a process in its own log, and of a master in the logs of its replicas, whose
 * connections end with it. It is the earliest that is known of an end that redislab had no part in.
 */
export class Signs {
  readonly #endingEvents = new Map<string, TimelineEntry[]>()
  readonly #lostLinks = new Map<string, TimelineEntry>()
  readonly #upstreams: Map<string, string>

  constructor({instances}: Pick<Plan, 'instances'>) {
    this.#upstreams = new Map(
      instances.flatMap(({name, replicaOf}) => (replicaOf === undefined ? [] : [[name, replicaOf]])),
    )
  }

  push(entry: TimelineEntry, names: InstanceNames): void {
    const {kind, instance, fields, source} = entry
    if (source !== 'log' || instance === null) return
    if (startingEvents.has(kind)) {
      this.#endingEvents.delete(instance)
      if (kind === 'starting') this.#lostLinks.delete(instance)
    } else if (endingEvents.has(kind))
      this.#endingEvents.set(instance, [...(this.#endingEvents.get(instance) ?? []), entry])
    else if (linkEnds.has(kind)) {
      if (!this.#lostLinks.has(instance)) this.#lostLinks.set(instance, entry)
    } else if (linkBegins.has(kind)) this.#lostLinks.delete(instance)
    else if (kind === 'replicaof-enabled')
      this.#upstreams.set(instance, names.ofAddress(fields['host'], fields['port']))
    else if (kind === 'cluster-demoted') this.#upstreams.set(instance, names.ofRunId(fields['node']))
  }

  /** Everything is put back. */
  clear(): void {
    this.#endingEvents.clear()
    this.#lostLinks.clear()
  }

  /** Those that ended by their own words, each with the line. */
  get ended(): ReadonlyMap<string, TimelineEntry> {
    return new Map(
      [...this.#endingEvents].flatMap(([instance, words]): readonly [string, TimelineEntry][] => {
        const end = words.find(({kind}) => ends.has(kind))
        return end === undefined ? [] : [[instance, end]]
      }),
    )
  }

  /** What is known of the end of a master up to a moment, in the order of time. */
  ofMaster(master: string, at: number): readonly TimelineEntry[] {
    const own = this.#endingEvents.get(master) ?? []
    const replicas = [...this.#lostLinks].filter(([name]) => this.#upstreams.get(name) === master)
    return [...own, ...replicas.map(([, entry]) => entry)]
      .filter((entry) => entry.at <= at && at - entry.at <= longestIncidentMs)
      .sort((a, b) => a.at - b.at)
  }

  /** The instance that a replica follows, as far as is known. */
  upstreamOf(replica: string | null): string | undefined {
    return this.#upstreams.get(replica ?? '')
  }

  /** Which of these replicas had no link to their master just before a moment: the line of each. */
  lostLinksAt(replicas: readonly string[], at: number): ReadonlyMap<string, TimelineEntry> {
    const lost = [...this.#lostLinks].filter(([name, entry]) => replicas.includes(name) && entry.at < at)
    return new Map(lost)
  }
}
