import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import type {Attempt} from '../../failover.ts'

/** Who voted for the leader. */
export function elected(story: Story, {leader, epoch, votes, electedMs}: Attempt): readonly Reason[] {
  if (leader === null || story.failover.details.requestedAt !== null) return []
  const mine = votes.filter(({candidate}) => candidate === leader).map(({voter}) => voter)
  const needed = story.votesNeeded
  return [
    {
      text: `${leader} asked for votes in round ${epoch} and was elected by ${joinNames(mine)}; ${needed} of ${story.voters} votes were needed.`,
      evidence: [
        ...story.votesOf(epoch).filter(({at}) => at - story.incident.at <= (electedMs ?? 0)),
        ...story
          .between(electedMs ?? 0, electedMs ?? 0)
          .filter(({kind, instance}) => kind === '+elected-leader' && instance === leader),
      ],
    },
  ]
}
