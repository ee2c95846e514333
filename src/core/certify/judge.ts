import {parseDuration} from '../time/duration.ts'
import {type Activity, activityOf} from './activity.ts'
import {whyNotPassed} from './reasons.ts'
import type {Reason, Verdict} from './result.ts'
import {type Sight, settleMs} from './sight.ts'

export interface Judgement {
  /** Nothing that may still happen would change it, or the time is up. */
  readonly isFinal: boolean
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  readonly recovered: boolean
  readonly outageMs: number | null
  readonly floorMs: number
  readonly silentMs: number
  readonly silentWrites: number
}

/** A client that shows nothing for this time hangs, in milliseconds. */
const silenceMs = 4000
/** How much longer than the servers a client may be away. */
const lateAfterMs = 5000
/** In so many milliseconds after the last step all know of a new master, or never will. */
const agreedWithinMs = 10_000

/** How a client has come through a scenario so far. Pure: the same sight gives the same judgement. */
export function judge(sight: Sight): Judgement {
  const {certify, now, stepsEndedAt, waitMs, floors, exit} = sight
  const floorMs = Math.max(0, ...floors.values())
  const activity = activityOf(sight)
  const {recovered, outageMs, silentMs, silentWrites} = activity
  const base = {recovered: recovered && exit === undefined, outageMs, floorMs, silentMs, silentWrites}
  const late = parseDuration(certify['late-after'] ?? `${lateAfterMs}ms`)
  const isOver = exit !== undefined || (stepsEndedAt !== undefined && now - stepsEndedAt >= waitMs)
  const isSettled =
    recovered &&
    stepsEndedAt !== undefined &&
    now - stepsEndedAt >= settleMs &&
    now - activity.lastSilentAt >= settleMs &&
    isAgreed(sight)
  const verdict = verdictOf(sight, activity, {late, floorMs})
  return {
    ...base,
    isFinal: isOver || isSettled,
    verdict,
    reasons: whyNotPassed({sight, activity, verdict, floorMs}),
  }
}

/** Until all know the new master it cannot be said whether writes went to the old one. Some scenarios leave sentinels that never will. */
function isAgreed({agreement, now, stepsEndedAt = now}: Sight): boolean {
  if (now - stepsEndedAt >= agreedWithinMs) return true
  return agreement !== undefined && agreement.seenAt >= stepsEndedAt && now - agreement.since >= settleMs / 2
}

function verdictOf(
  {exit, now, lastSignAt}: Sight,
  {recovered, outageMs, longestSilentMs, lastSilentAt}: Activity,
  {late, floorMs}: {late: number; floorMs: number},
): Verdict {
  if (exit !== undefined) return 'crashes'
  if (!recovered) {
    if (now - lastSilentAt < settleMs) return 'loses silently'
    return now - lastSignAt >= silenceMs ? 'hangs' : 'never back'
  }
  if (longestSilentMs > mostSilentMs) return 'loses silently'
  return outageMs !== null && outageMs > floorMs + late ? 'follows late' : 'follows'
}

/** As long as the most attentive clients need to hear of a new master, and more: for each master that is replaced. */
export const mostSilentMs = 3000
