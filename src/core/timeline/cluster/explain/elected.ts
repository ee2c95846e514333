import {joinNames} from '../../../text/join-names.ts'
import {formatDuration} from '../../../time/duration.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import type {Attempt} from '../../failover.ts'
import {mastersGone} from './not-failing.ts'

/** How long the replica that won had waited beside the others, and who voted for it. */
export function wonElection(story: Story): readonly Reason[] {
  const {attempts, choice, cluster} = story.failover.details
  const success = attempts.find(({result}) => result === 'promoted')
  const needed = cluster?.votesNeeded ?? 0
  // Who asks for votes after another one has won has not heard of it yet.
  const before = attempts.filter(
    (it) => it !== success && it.startedMs <= (success?.startedMs ?? it.startedMs),
  )
  return [
    ...(choice === null ? askedAtOnce(story) : [{text: choice, evidence: story.ofKind('election-delayed')}]),
    ...before.flatMap((it) => lostElection(story, it)),
    ...(success === undefined
      ? []
      : [
          {
            text: `${success.leader} asked the masters for their votes in epoch ${success.epoch} and got those of ${joinNames(success.votes.map(({voter}) => voter))}; ${needed} were needed.`,
            evidence: [...linesOf(story, success), ...story.ofKind('election-won')],
          },
        ]),
  ]
}

/** Valkey 9 lets a replica ask without waiting when it knows that it is the best (cluster_legacy.c: myselfIsBestRankedReplica). */
function askedAtOnce(story: Story): readonly Reason[] {
  const {newMaster} = story.failover
  const evidence = story.ofKind('election-immediate').filter(({instance}) => instance === newMaster)
  if (evidence.length === 0) return []
  const text = `${newMaster} did not wait before it asked for votes: every replica of the shard knew that the master had failed, and none had more of the data.`
  return [{text, evidence}]
}

/** Why an election had no winner: who voted, and who said no for which reason. */
export function lostElection(story: Story, attempt: Attempt): readonly Reason[] {
  const {candidates, epoch, result, endedMs} = attempt
  const needed = story.failover.details.cluster?.votesNeeded ?? 0
  const denied = story
    .ofKind('vote-denied')
    .filter(({fields}) => candidates.includes(story.context.names.ofRunId(fields['node'])))
  const whyNot = denied.map(({instance, fields}) => `${instance} refused: ${String(fields['reason'])}`)
  const gone = mastersGone(story).filter((name) => !attempt.votes.some(({voter}) => voter === name))
  const why = [...whyNot, ...(gone.length === 0 ? [] : [`${joinNames(gone)} could not vote`])]
  const end =
    result === 'open' ? 'has not been decided' : `came to nothing after ${formatDuration(endedMs ?? 0)}`
  return [
    {
      text: `The election of ${joinNames(candidates)} in epoch ${epoch} ${end}: it got ${votesOf(attempt)}, and needs ${needed}${why.length === 0 ? '' : `; ${why.join('; ')}`}.`,
      evidence: [...linesOf(story, attempt), ...denied, ...story.ofKind('failover-impossible')],
    },
  ]
}

function votesOf({votes}: Attempt): string {
  if (votes.length === 0) return 'no vote'
  return `the vote${votes.length === 1 ? '' : 's'} of ${joinNames(votes.map(({voter}) => voter))}`
}

/** Up to the decision: votes that came later decided nothing. */
function linesOf(story: Story, {epoch, electedMs}: Attempt) {
  return story
    .between(0, electedMs ?? Number.POSITIVE_INFINITY)
    .filter(({kind, fields}) => /^(?:election-started|vote-granted)$/.test(kind) && fields['epoch'] === epoch)
}
