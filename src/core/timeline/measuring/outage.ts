import type {TimelineEntry} from '../entries/entry.ts'

/** The longest time without a write that got through, as the probe saw it, in milliseconds. */
export function longestOutage(evidence: readonly TimelineEntry[]): number | null {
  const outages = evidence.flatMap(({fields}) =>
    typeof fields['outageMs'] === 'number' ? [fields['outageMs']] : [],
  )
  return outages.length === 0 ? null : Math.max(...outages)
}
