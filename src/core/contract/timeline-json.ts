import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {Failover} from '../timeline/failover.ts'
import {describeFailover} from './failover-json.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {timeline, timelineEntry} from './schemas/timeline.ts'

/** An entry of the timeline for programs. */
export type TimelineJson = JsonOf<typeof timelineEntry>

/**
 * Describes an entry in the words of the JSON contract.
 *
 * @param origin when the fault, or the first sign, was that it belongs to: milliseconds since 1970
 */
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

/** The document of `timeline --json`. */
export function describeTimeline(
  entries: readonly TimelineJson[],
  failovers: readonly Failover[],
): JsonOf<typeof timeline> {
  return {entries, failovers: failovers.map(describeFailover)}
}
