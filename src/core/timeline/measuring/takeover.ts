import type {TimelineEntry} from '../entries/entry.ts'
import type {CommonDetails, Failover, FailoverPhases, MeasureContext} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {absentIn, goneIn} from './presence.ts'
import {findReattachment, findSync} from './reattachment.ts'

/** What the logs of sentinels, or of the nodes of a cluster, say of a failover. */
export interface Takeover {
  readonly newMaster: string | null
  readonly phases: Omit<FailoverPhases, 'writableMs' | 'reattachedMs'>
  /** Whether all that can be heard send clients to the new master. */
  readonly hasAgreed: boolean
  /** The sentinel that must note that replicas are in step; null where there is none. */
  readonly leader: string | null
}

/** A failover with those details that do not depend on what carried it out. */
export interface MeasuredTakeover extends Omit<Failover, 'details'> {
  readonly details: Pick<CommonDetails, 'isOnsetKnown' | 'reattached' | 'oldMasterReturn' | 'outageMs'>
}

/** Adds what data instances and the probe say: since when the new master takes writes, and which replicas follow it. */
export function measureTakeover(
  incident: Incident,
  context: MeasureContext,
  {newMaster, phases, hasAgreed, leader}: Takeover,
): MeasuredTakeover {
  const {masterName, at, onset, cause, oldMaster, evidence, members} = incident
  const gone = goneIn(incident, context)
  const absent = absentIn(incident, context)
  const promotedMs = phases.promotedMs ?? 0
  const writableMs = findWritable(incident, newMaster, phases.promotedMs)
  const running = members.filter((name) => name !== oldMaster && name !== newMaster && !gone.has(name))
  const awaited = running.filter((name) => !absent.has(name))
  const witness = leader !== null && gone.has(leader) ? null : leader
  const reattached =
    newMaster === null
      ? []
      : awaited.flatMap(
          (name) => findReattachment(name, incident, {promotedMs, leader: witness}, context) ?? [],
        )
  const haveAllReattached = running.length > 0 && reattached.length === running.length
  const returned = newMaster === null ? undefined : findSync(oldMaster, incident, promotedMs)
  return {
    masterName,
    at: new Date(at).toISOString(),
    cause: cause?.message ?? null,
    oldMaster,
    newMaster,
    outcome: newMaster === null ? 'no-failover' : 'failed-over',
    isComplete:
      newMaster !== null && writableMs !== null && hasAgreed && reattached.length === awaited.length,
    phases: {
      sdownMs: phases.sdownMs,
      odownMs: phases.odownMs,
      electedMs: phases.electedMs,
      promotedMs: phases.promotedMs,
      writableMs,
      agreedMs: phases.agreedMs,
      reattachedMs: haveAllReattached ? Math.max(...reattached.map(({ms}) => ms)) : null,
    },
    details: {
      isOnsetKnown: onset !== 'latest',
      reattached,
      oldMasterReturn: returned === undefined ? null : {instance: oldMaster, ...returned},
      outageMs: longestOutage(evidence),
    },
  }
}

/** The first write that the probe got through to the new master; without a probe, the promotion. */
function findWritable(
  {evidence, at}: Incident,
  newMaster: string | null,
  promotedMs: number | null,
): number | null {
  const first = evidence.find(({kind, instance}) => kind === 'probe-writable' && instance === newMaster)
  if (first !== undefined) return first.at - at
  return evidence.some(({source}) => source === 'probe') ? null : promotedMs
}

/** The longest time without a write that got through, as the probe saw it, in milliseconds. */
function longestOutage(evidence: readonly TimelineEntry[]): number | null {
  const outages = evidence.flatMap(({fields}) =>
    typeof fields['outageMs'] === 'number' ? [fields['outageMs']] : [],
  )
  return outages.length === 0 ? null : Math.max(...outages)
}

/** The first of these lines of each instance, in milliseconds from the beginning of an incident. */
export function firstByInstance(entries: readonly TimelineEntry[], {at}: Pick<Incident, 'at'>) {
  const first = new Map<string, TimelineEntry>()
  for (const entry of entries) {
    const instance = entry.instance ?? ''
    if (!first.has(instance)) first.set(instance, entry)
  }
  return [...first].map(([instance, entry]) => ({instance, ms: entry.at - at, entry}))
}
