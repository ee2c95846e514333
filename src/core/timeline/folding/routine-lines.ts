import type {Entry} from '../../redis/catalogue/entry.ts'
import type {InstanceKind} from '../../words.ts'
import {concernsClusters} from '../cluster/events.ts'
import {isRoutine} from '../entries/routine.ts'
import {concernsIncidents} from '../sentinel/events.ts'

/** Whether a known line is one that a timeline for people leaves out and that no incident needs: nine lines in ten are. */
export function isRoutineLine(
  {kind, severity}: Pick<Entry, 'kind' | 'severity'>,
  writer: InstanceKind,
): boolean {
  const role = writer === 'sentinel' ? 'sentinel' : 'unknown'
  if (concernsIncidents(kind, role) || concernsClusters(kind) || kind === 'sentinel-id') return false
  return isRoutine({source: 'log', level: 'notice', role, kind, severity})
}
