import type {TimelineEntry} from '../timeline/entries/entry.ts'

/** An entry of the timeline for programs. */
export interface TimelineJson {
  /** ISO 8601 with milliseconds, UTC. */
  readonly at: string
  /** Null for what redislab did: `event` says to whom. */
  readonly instance: string | null
  readonly role: NonNullable<TimelineEntry['role']> | 'redislab'
  readonly level: TimelineEntry['level']
  readonly message: string
  readonly source: TimelineEntry['source']
  readonly event?: Readonly<Record<string, string | number>> & {readonly kind: string}
  readonly meaning?: string
  readonly advice?: string
  /** Milliseconds since the fault (or the first sign) that it belongs to. */
  readonly offsetMs?: number
}

/** Describes an entry in the words of the JSON contract. */
export function describeEntry(entry: TimelineEntry, origin: number | undefined): TimelineJson {
  const {at, instance, role, level, message, source, kind, fields, severity, meaning, advice} = entry
  return {
    at: new Date(at).toISOString(),
    instance,
    role: role ?? 'redislab',
    level,
    message,
    source,
    ...(kind === 'unknown' ? {} : {event: {...fields, kind, severity}}),
    ...(meaning === undefined ? {} : {meaning}),
    ...(advice === undefined ? {} : {advice}),
    ...(origin === undefined ? {} : {offsetMs: at - origin}),
  }
}
