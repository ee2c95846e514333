import {joinNames, type TimelineEntry} from '../entry.ts'
import type {Attempt} from '../phases/failover.ts'
import type {Reason, Story} from './story.ts'

/** No candidate got a majority: the votes were split, too few sentinels gave one, or the candidate did not hear of them. */
export function notElected(
  story: Story,
  {epoch, votes, candidates}: Attempt,
  evidence: readonly TimelineEntry[],
): readonly Reason[] {
  const needed = story.votesNeeded
  const tally = candidates.map((name) => ({
    name,
    count: votes.filter(({candidate}) => candidate === name).length,
  }))
  const total = story.sentinels.length
  const counts = joinNames(tally.map(({name, count}) => `${count} for ${name}`))
  if (candidates.length > 1)
    return [
      {
        text: `The votes of round ${epoch} were split: ${counts}; ${needed} of ${total} were needed.`,
        evidence,
      },
    ]
  const [only] = tally
  if (only !== undefined && only.count >= needed)
    return [
      {
        text: `${only.name} was not elected in round ${epoch}, though ${only.count} of ${total} voted for it: it did not hear of enough of the votes in time.`,
        evidence,
      },
    ]
  const silent = story.sentinels.filter((name) => !votes.some(({voter}) => voter === name))
  const down = silent.filter((name) => story.wasDown(name))
  const why =
    down.length > 0
      ? `: ${joinNames(down)} ${down.length === 1 ? 'is' : 'are'} down`
      : silent.length > 0
        ? `: no vote came from ${joinNames(silent)}`
        : ''
  return [
    {
      text: `No majority: in round ${epoch} ${candidates[0]} got ${only?.count ?? 0} of ${total} votes, and ${needed} were needed${why}.`,
      evidence: [...evidence, ...story.downEvidence(down)],
    },
  ]
}
