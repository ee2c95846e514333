import type {TimelineEntry} from '../entries/entry.ts'
import type {MeasureContext, SeenBy} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import type {InstanceNames} from '../incidents/names.ts'
import {firstBySentinel} from './by-sentinel.ts'

/** The new master as sentinels announce it: when the leader's own log is not there. */
export function findAnnounced(evidence: readonly TimelineEntry[], names: InstanceNames): string | null {
  const entry = evidence.find(({kind}) => kind === '+switch-master')
  return entry === undefined ? null : names.ofAddress(entry.fields['newIp'], entry.fields['newPort'])
}

/**
 * When each sentinel began to tell clients the new address. The leader does so from +promoted-slave on (sentinel.c,
 * sentinelGetCurrentMasterAddress), although it says +switch-master only at the end.
 */
export function findSwitched(
  {evidence, at}: Incident,
  newMaster: string,
  leader: string | null,
  {names}: MeasureContext,
): readonly SeenBy[] {
  const announcing = evidence.filter(
    ({kind, instance, fields}) =>
      (kind === '+switch-master' && names.ofAddress(fields['newIp'], fields['newPort']) === newMaster) ||
      (kind === '+promoted-slave' && instance === leader),
  )
  return firstBySentinel(announcing, (entry) => entry.at - at).map(({sentinel, ms}) => ({sentinel, ms}))
}
