import type {CertifyBlock} from '../lab/schema/certify.ts'
import {parseDuration} from '../time/duration.ts'
import {type Activity, activityOf} from './activity.ts'
import {whyNotPassed} from './reasons.ts'
import type {CertifyRecord} from './record.ts'
import type {Reason, Storm, Verdict} from './result.ts'

/** What is known of a run at a moment. Times in milliseconds since 1970. */
export interface Sight {
  readonly record: CertifyRecord
  readonly certify: CertifyBlock
  readonly now: number
  /** When the client was started. */
  readonly startedAt: number
  /** When the first fault was done that the client lived through; the start for faults before it. */
  readonly faultAt: number
  /** When the last step was done. */
  readonly stepsEndedAt: number | undefined
  /** How long a client may take after that. */
  readonly waitMs: number
  /** For how long no server of a group took writes, by group. */
  readonly floors: ReadonlyMap<string, number>
  /** When the client last wrote, asked or connected. */
  readonly lastSignAt: number
  readonly exit:
    | {readonly exitCode: number | null; readonly signal: string | null; readonly at: number}
    | undefined
  readonly storms: readonly Storm[]
  readonly connections: {readonly before: number; readonly after: number}
}

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

/** So long a client must do its work without a fault before it counts as back. */
export const settleMs = 2500
/** A client that shows nothing for so long hangs. */
const silenceMs = 4000
/** How much longer than the servers a client may be away. */
const lateAfterMs = 5000

/** How a client has come through a scenario so far. Pure: the same sight gives the same judgement. */
export function judge(sight: Sight): Judgement {
  const {certify, now, stepsEndedAt, waitMs, floors, exit} = sight
  const floorMs = Math.max(0, ...floors.values())
  const activity = activityOf(sight, settleMs)
  const {recovered, outageMs, silentMs, silentWrites} = activity
  const base = {recovered: recovered && exit === undefined, outageMs, floorMs, silentMs, silentWrites}
  const late = parseDuration(certify['late-after'] ?? `${lateAfterMs}ms`)
  const isOver = exit !== undefined || (stepsEndedAt !== undefined && now - stepsEndedAt >= waitMs)
  const isSettled =
    recovered &&
    stepsEndedAt !== undefined &&
    now - stepsEndedAt >= settleMs &&
    now - activity.lastSilentAt >= settleMs
  const verdict = verdictOf(sight, activity, {late, floorMs})
  return {
    ...base,
    isFinal: isOver || isSettled,
    verdict,
    reasons: whyNotPassed({sight, activity, verdict, floorMs}),
  }
}

function verdictOf(
  {exit, now, lastSignAt}: Sight,
  {recovered, outageMs, silentMs, lastSilentAt}: Activity,
  {late, floorMs}: {late: number; floorMs: number},
): Verdict {
  if (exit !== undefined) return 'crashes'
  if (!recovered) {
    if (now - lastSilentAt < settleMs) return 'loses silently'
    return now - lastSignAt >= silenceMs ? 'hangs' : 'never back'
  }
  if (silentMs > longestSilentMs) return 'loses silently'
  return outageMs !== null && outageMs > floorMs + late ? 'follows late' : 'follows'
}

/** As long as the most attentive clients need to hear of a new master, and more. */
export const longestSilentMs = 3000
