import {joinNames} from '../entry.ts'
import type {Reason, Story} from './story.ts'

/** No quorum: too few run, or those that run do not agree. */
export function noQuorum(story: Story): readonly Reason[] {
  const {oldMaster} = story.incident
  const agreed = story.failover.details.sdown.map(({sentinel}) => sentinel)
  const gone = story.sentinels.filter((name) => story.wasDown(name) && !agreed.includes(name))
  const others = story.sentinels.filter((name) => !agreed.includes(name) && !gone.includes(name))
  const sdown = story.ofMaster('+sdown')
  const reasons: Reason[] = []
  if (agreed.length < story.quorum) {
    const missing = story.quorum - agreed.length
    reasons.push({
      text: `No quorum: ${story.quorum} sentinels must count ${oldMaster} as down, and only ${joinNames(agreed)} did; ${missing} more ${missing === 1 ? 'was' : 'were'} missing.`,
      evidence: sdown,
    })
  } else {
    reasons.push({
      text: `${joinNames(agreed)} each count ${oldMaster} as down, which would be a quorum of ${story.quorum}, but never agreed on it at the same time: they do not hear each other, or not yet.`,
      evidence: sdown,
    })
  }
  if (gone.length > 0)
    reasons.push({
      text: `${joinNames(gone)} ${gone.length === 1 ? 'is' : 'are'} down and cannot say anything.`,
      evidence: story.downEvidence(gone),
    })
  if (others.length > 0)
    reasons.push({
      text: `The sentinels disagree: ${joinNames(others)} ${others.length === 1 ? 'runs and does' : 'run and do'} not count ${oldMaster} as down.`,
      evidence: [],
    })
  const left = story.sentinelsLeft
  const needed = story.votesNeeded
  if (left.length < needed)
    reasons.push({
      text: `No majority either: an election needs ${needed} of ${story.sentinels.length} votes, and ${left.length === 1 ? `only ${left[0]} is` : `${left.length} are`} left to vote.`,
      evidence: [],
    })
  return reasons
}
