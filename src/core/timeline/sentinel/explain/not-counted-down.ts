import {joinNames} from '../../../text/join-names.ts'
import {formatDuration} from '../../../time/duration.ts'
import {stateAfter} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import {largest} from '../../incidents/values-in-force.ts'
import {sentinelsAway} from './sentinels-away.ts'

/** Why no sentinel counted the master as down. */
export function notCountedDown(story: Story): readonly Reason[] {
  const {oldMaster, cause, masterName} = story.incident
  const left = story.sentinelsLeft
  const needed = story.votesNeeded
  const hit = cause?.fault?.instances ?? []
  const reasons: Reason[] = []
  const before = story.incident.sdownBefore
  if (before.length > 0) {
    reasons.push({
      text: `${joinNames(before.map(({instance}) => instance ?? ''))} counted ${oldMaster} as down already.`,
      evidence: before,
    })
  } else if (cause === null) {
    // Nothing was done to it that is known of.
  } else if (!hit.includes(oldMaster)) {
    reasons.push({
      text: `The master of ${masterName} was not touched: ${oldMaster} goes on, so there is no reason for a failover.`,
      evidence: story.cause,
    })
  } else reasons.push(notSilentLongEnough(story))
  if (left.length > 0 && left.length < needed)
    reasons.push({
      text: `With only ${joinNames(left)} left of ${story.voters} sentinels, a failover would not be possible: ${needed} votes are needed${needed > story.majority ? ', as many as the quorum' : ''}.`,
      evidence: story.downEvidence(story.sentinels),
    })
  return reasons
}

function notSilentLongEnough(story: Story): Reason {
  const {oldMaster, masterName, values, at} = story.incident
  const evidence = story.cause
  const away = sentinelsAway(story)
  if (away.length === story.sentinels.length)
    return {
      text: `No sentinel ran while ${oldMaster} was away, so nobody noticed: ${joinNames(away.map(({name}) => name))} did not run either.`,
      evidence: [...evidence, ...story.downEvidence(story.sentinels)],
    }
  const backMs = returnOf(story)
  const downAfterMs = largest(
    story.sentinelsLeft.map((name) => values.ofSentinel(name, masterName, 'down-after-milliseconds', at)),
  )
  const must =
    downAfterMs === null ? '' : `: it must be silent for down-after-milliseconds (${downAfterMs} ms)`
  const back =
    backMs === undefined || downAfterMs === null ? '' : `, and it was back after ${formatDuration(backMs)}`
  const isShort = backMs === undefined || downAfterMs === null || backMs < downAfterMs
  return {text: `No sentinel counted ${oldMaster} as down${isShort ? `${must}${back}` : ''}.`, evidence}
}

/** When the master ran again, in milliseconds from the beginning; undefined when nothing says so. */
export function returnOf({incident}: Story): number | undefined {
  const {oldMaster, evidence, at} = incident
  const back = evidence.find(
    ({instance, kind, fault}) =>
      (instance === oldMaster && kind === 'ready') ||
      (fault?.fault === 'resume' && stateAfter(fault) === 'up' && fault.instances.includes(oldMaster)),
  )
  return back && back.at - at
}
