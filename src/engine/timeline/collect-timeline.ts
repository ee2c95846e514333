import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import {isRoutineLine} from '../../core/timeline/folding/routine-lines.ts'
import {LineSieve} from '../../lines/line-sieve.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {readTimeline} from './read-timeline.ts'

export interface CollectTimelineOptions {
  /** Milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  /** Routine lines, too. */
  readonly everything?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** The timeline of a deployment so far, as a whole. */
export async function collectTimeline(
  {directory, record: {plan}}: Deployment,
  {sinceMs, everything = false, signal}: CollectTimelineOptions,
): Promise<readonly TimelineEntry[]> {
  const routine = everything ? undefined : new LineSieve(isRoutineLine)
  const entries: TimelineEntry[] = []
  for await (const batch of readTimeline({directory, plan}, {sinceMs, routine, signal})) {
    for (const entry of batch) entries.push(entry)
  }
  signal?.throwIfAborted()
  return entries
}
