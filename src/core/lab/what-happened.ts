import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {Failover} from '../timeline/failover.ts'
import {endingEvents, startingEvents} from '../timeline/incidents/events.ts'
import type {InstanceNames} from '../timeline/incidents/names.ts'
import type {Plan} from '../topology/plan.ts'

/** What hit the master, in the words of faults. */
export type EvidencedFault = 'kill' | 'stop' | 'pause' | 'failover'

/** What logs tell of one failover, or of one that did not come: enough to do it again. */
export interface WhatHappened {
  readonly failover: Failover
  readonly fault: EvidencedFault
  /** Whether a line shows that fault; else the log of the master is not there, or says nothing of an end. */
  readonly isFaultShown: boolean
  /** Sentinels and replicas that counted as down by then, by their names. */
  readonly down: readonly string[]
}

/** A process that ended so short before counts as hit by the same thing. */
const shortBeforeMs = 5000

/**
 * Finds out from the entries of a timeline what is to be done to have the same again.
 *
 * @param entries all of them, in the order of time
 */
export function findWhatHappened(
  failover: Failover,
  entries: readonly TimelineEntry[],
  {instances}: Plan,
  names: InstanceNames,
): WhatHappened {
  const at = Date.parse(failover.at)
  const {oldMaster, details, phases} = failover
  const own = entries.filter(({instance, source}) => instance === oldMaster && source === 'log')
  const noticedAt = at + (phases.sdownMs ?? 0)
  const ends = own.filter(
    ({kind, at: time}) => endingEvents.has(kind) && time >= at - shortBeforeMs && time <= noticedAt,
  )
  const goesOn = own.find(({at: time}) => time > noticedAt)
  const isRequested = 'requestedAt' in details && details.requestedAt !== null
  const isCrash = ends.some(({kind}) => kind === 'crashed' || kind === 'out-of-memory')
  const fault: EvidencedFault = isRequested
    ? 'failover'
    : ends.length > 0
      ? isCrash
        ? 'kill'
        : 'stop'
      : goesOn !== undefined && !startingEvents.has(goesOn.kind)
        ? 'pause'
        : 'kill'
  const down = findDown(entries, noticedAt, names)
  const others = instances.map(({name}) => name).filter((name) => name !== oldMaster && down.has(name))
  return {failover, fault, isFaultShown: isRequested || ends.length > 0 || fault === 'pause', down: others}
}

/** Whom a sentinel counted as down, or who ended by its own words, and was not back by then. */
function findDown(entries: readonly TimelineEntry[], by: number, names: InstanceNames): ReadonlySet<string> {
  const down = new Set<string>()
  for (const {at, kind, fields, instance} of entries) {
    if (at > by) break
    const subject = names.ofAddress(fields['ip'], fields['port'])
    if (kind === '+sdown' && fields['subject'] !== 'master') down.add(subject)
    if (kind === '-sdown' || kind === '+reboot') down.delete(subject)
    if (instance !== null && endingEvents.has(kind)) down.add(instance)
    if (instance !== null && startingEvents.has(kind)) down.delete(instance)
  }
  return down
}
