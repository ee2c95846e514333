import {joinNames} from '../entry.ts'
import type {Reason, Story} from './story.ts'

/** Why no sentinel counted the master as down. */
export function notCountedDown(story: Story): readonly Reason[] {
  const {oldMaster, cause, masterName} = story.incident
  const {plan} = story.context
  const evidence = story.cause
  const left = story.sentinelsLeft
  const needed = story.votesNeeded
  const hit = cause?.fault?.instances ?? []
  const reasons: Reason[] = []
  if (!hit.includes(oldMaster)) {
    reasons.push({
      text: `The master of ${masterName} was not touched: ${oldMaster} goes on, so there is no reason for a failover.`,
      evidence,
    })
  } else if (left.length === 0) {
    reasons.push({
      text: 'No sentinel runs, so nobody noticed.',
      evidence: story.downEvidence(story.sentinels),
    })
  } else {
    reasons.push({
      text: `No sentinel counted ${oldMaster} as down: it must be silent for down-after-milliseconds (${plan.settings.downAfterMs} ms).`,
      evidence,
    })
  }
  if (left.length > 0 && left.length < needed)
    reasons.push({
      text: `With only ${joinNames(left)} left of ${story.sentinels.length} sentinels, a failover would not be possible: ${needed} votes are needed${needed > story.majority ? ', as many as the quorum' : ''}.`,
      evidence: story.downEvidence(story.sentinels),
    })
  return reasons
}
