import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** No quorum: too few run, or those that run do not agree. */
export function noQuorum(story: Story): readonly Reason[] {
  const {oldMaster} = story.incident
  const agreed = story.failover.details.sdown.map(({sentinel}) => sentinel)
  const gone = story.sentinels.filter((name) => story.wasDown(name) && !agreed.includes(name))
  const others = story.sentinels.filter((name) => !agreed.includes(name) && !gone.includes(name))
  const sdown = story.ofMaster('+sdown')
  const cut = story.linkFaultsOn(story.sentinels)
  const reasons: Reason[] = [{text: whyNoQuorum(story, agreed), evidence: [...cut, ...sdown]}]
  const [cutOff, ended] = [
    gone.filter((name) => !story.gone.has(name)),
    gone.filter((name) => story.gone.has(name)),
  ]
  if (ended.length > 0)
    reasons.push({
      text: `${joinNames(ended)} did not run and could not say anything.`,
      evidence: story.downEvidence(ended),
    })
  if (cutOff.length > 0)
    reasons.push({
      text: `${joinNames(cutOff)} ${cutOff.length === 1 ? 'was' : 'were'} cut off from the others.`,
      evidence: story.downEvidence(cutOff),
    })
  if (others.length > 0)
    reasons.push({
      text: `The sentinels disagree: ${joinNames(others)} ran and did not count ${oldMaster} as down.`,
      evidence: [...cut, ...sdown],
    })
  return [...reasons, ...tooFewVoters(story)]
}

function whyNoQuorum(story: Story, agreed: readonly string[]): string {
  const {incident, quorum} = story
  const {oldMaster} = incident
  const who = joinNames(agreed)
  if (quorum === null)
    return `No quorum: only ${who} counted ${oldMaster} as down. How many must was changed, and is not known of that moment.`
  if (agreed.length < quorum) {
    const missing = quorum - agreed.length
    const possible =
      quorum > story.voters ? ` With ${story.voters} sentinels that many cannot be reached.` : ''
    return `No quorum: ${quorum} sentinels must count ${oldMaster} as down, and only ${who} did; ${missing} more ${missing === 1 ? 'was' : 'were'} missing.${possible}`
  }
  const cut = story.linkFaultsOn(story.sentinels)
  const why =
    cut.length > 0
      ? `they do not hear each other (${cut.map(({message}) => message).join('; ')})`
      : 'they do not hear each other, or not yet'
  return `${who} each count ${oldMaster} as down, which would be a quorum of ${quorum}, but none heard it from enough others: ${why}.`
}

/** What would have stopped the election, had there been one. */
function tooFewVoters(story: Story): readonly Reason[] {
  const {sentinels, sentinelsLeft: left, votesNeeded, majority, quorum, voters} = story
  if (left.length >= votesNeeded || quorum === null) return []
  const evidence = story.downEvidence(sentinels)
  if (left.length >= majority)
    return [
      {
        text: `A majority is there (${left.length} of ${voters} sentinels), and does not help: to be elected takes as many votes as the quorum, too, which is ${quorum}.`,
        evidence,
      },
    ]
  return [
    {
      text: `No majority either: an election needs ${votesNeeded} of ${voters} votes, and ${left.length === 1 ? `only ${left[0]} is` : `${left.length} are`} left to vote.`,
      evidence,
    },
  ]
}
