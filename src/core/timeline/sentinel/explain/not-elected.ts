import {joinNames} from '../../../text/join-names.ts'
import type {TimelineEntry} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import type {Attempt} from '../../failover.ts'

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
  const total = story.voters
  const counts = joinNames(tally.map(({name, count}) => `${count} for ${name}`))
  if (candidates.length > 1)
    return [
      {
        text: `The votes of round ${epoch} were split: ${counts}; ${needed} of ${total} were needed.`,
        evidence,
      },
    ]
  const [only] = tally
  const strangers = total - story.sentinels.length
  const others =
    strangers > 0
      ? ` Sentinels that are not of this deployment count too: ${candidates[0]} knows ${strangers} of them.`
      : ''
  if (only !== undefined && only.count >= needed)
    return [
      {
        text: `${only.name} was not elected in round ${epoch}, though ${only.count} of ${total} voted for it: it did not hear of enough of the votes in time.${others}`,
        evidence,
      },
    ]
  const silent = story.sentinels.filter((name) => !votes.some(({voter}) => voter === name))
  const down = silent.filter((name) => story.wasDown(name))
  const why =
    down.length > 0
      ? `: ${joinNames(down)} ${down.length === 1 ? 'was' : 'were'} down or cut off`
      : silent.length > 0
        ? `: no vote came from ${joinNames(silent)}`
        : ''
  return [
    {
      text: `No majority: in round ${epoch} ${candidates[0]} got ${only?.count ?? 0} of ${total} votes, and ${needed} were needed${why}.${others}`,
      evidence: [...evidence, ...story.downEvidence(down)],
    },
  ]
}
