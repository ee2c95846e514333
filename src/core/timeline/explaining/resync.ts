import type {TimelineEntry} from '../entries/entry.ts'
import type {Story} from './facts.ts'

/** How a replica came to follow the new master, in words. */
export const howResynced = {
  partial: 'got only what it had missed (partial resync)',
  full: 'took a full copy (full resync)',
  none: 'followed already',
  unknown: 'follows the new master',
} as const

export function syncEvidence(story: Story, name: string): readonly TimelineEntry[] {
  return story
    .ofKind('replicaof-enabled', 'partial-sync-succeeded', 'full-sync-begun', 'sync-finished')
    .filter(({instance}) => instance === name)
}
