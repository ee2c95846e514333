import {formatDuration, parseDuration} from '../time/duration.ts'
import type {Activity} from './activity.ts'
import type {Reason, Verdict} from './result.ts'
import type {Sight} from './sight.ts'

/** Connections above this count more than before the fault are a leak: pools may grow a little. */
const moreConnections = 20

/** Groups whose servers were away for less than this part of the longest time were not touched by the fault. */
const touched = 0.5

interface Case {
  readonly sight: Sight
  readonly activity: Activity
  readonly verdict: Verdict
  readonly floorMs: number
}

/** Everything for which a client does not pass, the worst first; nothing for one that passes. */
export function whyNotPassed({sight, activity, verdict, floorMs}: Case): readonly Reason[] {
  return [
    ...ofVerdict({sight, activity, verdict, floorMs}),
    ...ofOthers(sight, activity),
    ...sight.storms.map(
      ({kind, perSecond, seconds}): Reason => ({
        kind: kind === 'connections' ? 'connection-storm' : 'query-storm',
        text: `${kind === 'connections' ? `It opened up to ${perSecond} connections` : `It asked who is master up to ${perSecond} times`} a second, for ${seconds} s.`,
      }),
    ),
    ...ofConnections(sight),
  ]
}

function ofVerdict({sight, activity, verdict, floorMs}: Case): readonly Reason[] {
  const {exit, now, stepsEndedAt = now, startedAt} = sight
  const waited = formatDuration(Math.max(0, now - Math.max(stepsEndedAt, startedAt)))
  const {everWorked, isReduced, silentMs, silentWrites, foreignWrites, outageMs} = activity
  switch (verdict) {
    case 'follows':
      return []
    case 'crashes': {
      const how = exit?.signal == null ? `with exit code ${exit?.exitCode}` : `by ${exit.signal}`
      return [
        {
          kind: 'crash',
          text:
            exit !== undefined && exit.at < sight.faultAt
              ? `It ended ${how}, before the first fault.`
              : `It ended ${how}, ${formatDuration((exit?.at ?? now) - sight.faultAt)} after the fault.`,
        },
      ]
    }
    case 'loses silently':
      return [
        {
          kind: 'silent-loss',
          text: `${silentWrites} writes went to ${whither(silentWrites, foreignWrites)}, for ${formatDuration(silentMs)}, without an error.`,
        },
      ]
    case 'follows late':
      return [
        {
          kind: 'late',
          text: `It was away for ${formatDuration(outageMs ?? 0)}; the servers took writes again after ${formatDuration(floorMs)}.`,
        },
      ]
    case 'hangs':
      return [
        everWorked
          ? {kind: 'hang', text: `It does nothing and says nothing, ${waited} after the last fault.`}
          : {
              kind: 'never-started',
              text: `It has not done anything, ${waited} after the servers were there.`,
            },
      ]
    case 'never back':
      if (isReduced)
        return [
          {
            kind: 'capacity-lost',
            text: `It does less than a third of what it did before, ${waited} after the last fault.`,
          },
        ]
      return [
        everWorked
          ? {kind: 'never-back', text: `It tries, and nothing gets through, ${waited} after the last fault.`}
          : {
              kind: 'never-started',
              text: `It tries, and nothing has ever got through, ${waited} after the servers were there.`,
            },
      ]
  }
}

function whither(all: number, foreign: number): string {
  if (foreign === 0) return 'an instance that had been replaced'
  if (foreign === all) return 'a foreign cluster'
  return `an instance that had been replaced or to a foreign cluster (${foreign} of them)`
}

function ofOthers({certify, floors}: Sight, {gaps}: Activity): readonly Reason[] {
  const {'others-within': within} = certify
  if (within === undefined) return []
  const longest = Math.max(0, ...floors.values())
  const others = [...gaps].filter(([group]) => (floors.get(group) ?? 0) < touched * longest)
  const worst = Math.max(0, ...others.map(([, ms]) => ms))
  if (worst <= parseDuration(within)) return []
  return [
    {kind: 'others-stalled', text: `Shards that no fault touched got nothing for ${formatDuration(worst)}.`},
  ]
}

function ofConnections({connections: {before, after}}: Sight): readonly Reason[] {
  if (after <= 3 * before + moreConnections) return []
  return [{kind: 'leak', text: `It has ${after} connections; before the fault there were ${before}.`}]
}
