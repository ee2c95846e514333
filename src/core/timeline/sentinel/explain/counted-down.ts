import {joinNames} from '../../../text/join-names.ts'
import type {TimelineEntry} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import type {SeenBy} from '../../failover.ts'
import {lastWords} from '../../incidents/events.ts'

/** A later count than this has a reason; a timer of Sentinel ticks every 100 ms. */
const usualDelayMs = 250
/** How long a sentinel waits before it opens a connection again (sentinel.c, sentinelReconnectInstance), and two ticks. */
const reconnectPeriodMs = 1000 + 2 * 100

/** Which sentinels counted the master as down: sdown. */
export function countedDown(story: Story): readonly Reason[] {
  const {incident, failover} = story
  const {sdown, isOnsetKnown} = failover.details
  const [first] = sdown
  if (first === undefined) return []
  const evidence = story.ofMaster('+sdown')
  const who = joinNames(sdown.map(({sentinel}) => sentinel))
  const since = isOnsetKnown ? `, the first after ${first.ms} ms` : ''
  return [
    {
      text: `${who} had no valid answer from ${incident.oldMaster} for down-after-milliseconds${howLong(story, sdown)} and ${sdown.length === 1 ? 'counts' : 'count'} it as down${since}.`,
      evidence,
    },
    ...(isOnsetKnown ? whyLate(story, first, evidence) : [unknownOnset(story, first, evidence)]),
  ]
}

/** ` (1500 ms)`, or ` (500 ms, s1 1500 ms)` where they differ; nothing where it is not known. */
export function howLong({incident}: Story, seen: readonly SeenBy[]): string {
  const times = seen.map(({sentinel, ms}) => ({
    sentinel,
    time: incident.values.ofSentinel(
      sentinel,
      incident.masterName,
      'down-after-milliseconds',
      incident.at + ms,
    ),
  }))
  if (times.some(({time}) => time === null)) return ''
  const different = new Set(times.map(({time}) => time))
  if (different.size === 1) return ` (${times[0]?.time} ms)`
  return ` (${times.map(({sentinel, time}) => `${sentinel} ${time} ms`).join(', ')})`
}

function unknownOnset(story: Story, {sentinel, ms}: SeenBy, evidence: Reason['evidence']): Reason {
  const {oldMaster} = story.incident
  return {
    text: `No log says when ${oldMaster} stopped answering: at the latest ${ms} ms before ${sentinel} counted it as down. Times are counted from there.`,
    evidence: evidence.slice(0, 1),
  }
}

/** Of a process that ended the connections are closed at once, and a sentinel counts from when it tries to open one again. */
function whyLate(story: Story, {sentinel, ms}: SeenBy, evidence: Reason['evidence']): readonly Reason[] {
  const {values, masterName, at, cause, oldMaster, evidence: all} = story.incident
  const downAfterMs = values.ofSentinel(sentinel, masterName, 'down-after-milliseconds', at + ms)
  const fault = cause?.fault?.fault
  const hasEnded = fault === 'kill' || fault === 'stop' || all.some((entry) => isLastWord(entry, oldMaster))
  if (downAfterMs === null || !hasEnded) return []
  const lateMs = ms - downAfterMs
  if (lateMs < usualDelayMs || lateMs > reconnectPeriodMs) return []
  return [
    {
      text: `The other ${lateMs} ms passed before the count began: it starts when a sentinel tries to reach the master again, which it does once a second at most.`,
      evidence,
    },
  ]
}

function isLastWord({kind, instance}: TimelineEntry, master: string): boolean {
  return instance === master && lastWords.has(kind)
}
