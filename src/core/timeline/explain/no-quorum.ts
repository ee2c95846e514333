import {joinNames} from '../entry.ts'
import type {Reason, Story} from './story.ts'

/** No quorum: too few run, or those that run do not agree. */
export function noQuorum(story: Story): readonly Reason[] {
  const {oldMaster} = story.incident
  const agreed = story.failover.details.sdown.map(({sentinel}) => sentinel)
  const gone = story.sentinels.filter((name) => story.wasDown(name) && !agreed.includes(name))
  const others = story.sentinels.filter((name) => !agreed.includes(name) && !gone.includes(name))
  const sdown = story.ofMaster('+sdown')
  const cut = story.linkFaultsOn(story.sentinels)
  const reasons: Reason[] = []
  if (agreed.length < story.quorum) {
    const missing = story.quorum - agreed.length
    reasons.push({
      text: `No quorum: ${story.quorum} sentinels must count ${oldMaster} as down, and only ${joinNames(agreed)} did; ${missing} more ${missing === 1 ? 'was' : 'were'} missing.`,
      evidence: sdown,
    })
  } else {
    reasons.push({
      text: `${joinNames(agreed)} each count ${oldMaster} as down, which would be a quorum of ${story.quorum}, but none heard it from enough others: ${cut.length > 0 ? `they do not hear each other (${cut.map(({message}) => message).join('; ')})` : 'they do not hear each other, or not yet'}.`,
      evidence: [...cut, ...sdown],
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
      evidence: [...cut, ...sdown],
    })
  return [...reasons, ...tooFewVoters(story)]
}

/** What would have stopped the election, had there been one. */
function tooFewVoters(story: Story): readonly Reason[] {
  const {sentinels, sentinelsLeft: left, votesNeeded, majority, quorum} = story
  if (left.length >= votesNeeded) return []
  const evidence = story.downEvidence(sentinels)
  if (left.length >= majority)
    return [
      {
        text: `A majority is there (${left.length} of ${sentinels.length} sentinels run), and does not help: to be elected takes as many votes as the quorum, too, which is ${quorum}.`,
        evidence,
      },
    ]
  return [
    {
      text: `No majority either: an election needs ${votesNeeded} of ${sentinels.length} votes, and ${left.length === 1 ? `only ${left[0]} is` : `${left.length} are`} left to vote.`,
      evidence,
    },
  ]
}
