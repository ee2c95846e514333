import type {TimelineEntry} from '../entries/entry.ts'

/** The first entry of each sentinel. */
export function firstBySentinel(entries: readonly TimelineEntry[], since: (entry: TimelineEntry) => number) {
  const first = new Map<string, {sentinel: string; ms: number; entry: TimelineEntry}>()
  for (const entry of entries) {
    const sentinel = entry.instance ?? ''
    if (!first.has(sentinel)) first.set(sentinel, {sentinel, ms: since(entry), entry})
  }
  return [...first.values()]
}
