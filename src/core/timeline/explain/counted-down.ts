import {joinNames} from '../entry.ts'
import type {Reason, Story} from './story.ts'

/** A later count than this has a reason; a timer of Sentinel ticks every 100 ms. */
const usualDelayMs = 250
/** How long a sentinel waits before it opens a connection anew (sentinel.c, sentinelReconnectInstance), and two ticks. */
const reconnectPeriodMs = 1000 + 2 * 100

/** Which sentinels counted the master as down: sdown. */
export function countedDown(story: Story): readonly Reason[] {
  const {sdown} = story.failover.details
  const [first] = sdown
  if (first === undefined) return []
  const {downAfterMs} = story.context.plan.settings
  const evidence = story.ofMaster('+sdown')
  const who = joinNames(sdown.map(({sentinel}) => sentinel))
  return [
    {
      text: `${who} heard nothing from ${story.incident.oldMaster} for down-after-milliseconds (${downAfterMs} ms) and ${sdown.length === 1 ? 'counts' : 'count'} it as down, the first after ${first.ms} ms.`,
      evidence,
    },
    ...whyLate(story, first.ms - downAfterMs, evidence),
  ]
}

/** Of a process that ended the connections are closed at once, and a sentinel counts from when it tries to open one anew. */
function whyLate(story: Story, lateMs: number, evidence: Reason['evidence']): readonly Reason[] {
  const fault = story.incident.cause?.fault?.fault
  const hasEnded = fault === 'kill' || fault === 'stop'
  if (!hasEnded || lateMs < usualDelayMs || lateMs > reconnectPeriodMs) return []
  return [
    {
      text: `The ${lateMs} ms more are before the count: it begins when a sentinel tries to reach the master anew, which it does at most once a second.`,
      evidence,
    },
  ]
}
