import {joinNames} from '../../../text/join-names.ts'
import {formatDuration} from '../../../time/duration.ts'
import type {TimelineEntry} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import type {Attempt} from '../../failover.ts'
import {notElected} from './not-elected.ts'
import {unfitReplicas} from './unfit-replicas.ts'

/** Why each try came to nothing. What is wrong with the replicas is said once, however often it was tried. */
export function failedAttempts(story: Story, attempts: readonly Attempt[]): readonly Reason[] {
  const firstWithout = attempts.find(({result}) => result === 'no-good-replica')
  return attempts.flatMap((attempt) => [
    ...failedAttempt(story, attempt),
    ...(attempt === firstWithout ? unfitReplicas(story, attempt, abortsOf(story, attempt)) : []),
  ])
}

function failedAttempt(story: Story, attempt: Attempt): readonly Reason[] {
  const {result, epoch, endedMs, leader} = attempt
  const at = endedMs === null ? '' : ` after ${formatDuration(endedMs)}`
  switch (result) {
    case 'not-elected':
      return notElected(story, attempt, [...story.votesOf(epoch), ...abortsOf(story, attempt)])
    case 'no-good-replica':
      return [
        {
          text: `${leader} was elected in round ${epoch} and found no replica fit to be promoted${at}.`,
          evidence: abortsOf(story, attempt),
        },
      ]
    case 'replica-timeout':
      return [replicaTimedOut(story, attempt)]
    case 'open':
      return [leftOpen(story, attempt)]
    case 'promoted':
      return []
  }
}

function replicaTimedOut(story: Story, attempt: Attempt): Reason {
  const {epoch, leader, selected, selectedMs} = attempt
  const {values, masterName, at} = story.incident
  const timeoutMs = values.ofSentinel(leader ?? '', masterName, 'failover-timeout', at + (selectedMs ?? 0))
  const within = timeoutMs === null ? '' : ` (${timeoutMs} ms)`
  const steps = partOf(story, attempt)
  const faults = story.faultsOn(selected, selectedMs ?? 0, attempt.endedMs ?? Number.POSITIVE_INFINITY)
  return {
    text: `In round ${epoch} ${leader} was elected and chose ${selected}, which was not seen to become a master within failover-timeout${within}${because(faults)}.`,
    evidence: [
      ...steps.filter(({kind}) => kind === '+selected-slave'),
      ...faults,
      ...abortsOf(story, attempt),
    ],
  }
}

/** A round without an end in the logs: what it waits for, or what came between. */
function leftOpen(story: Story, attempt: Attempt): Reason {
  const {epoch, leader, candidates, electedMs} = attempt
  const isPast = story.failover.outcome === 'failed-over'
  if (leader === null)
    return {
      text: `Round ${epoch} of the election, called by ${joinNames(candidates)}, ${isPast ? 'had no winner' : 'was still open'}.`,
      evidence: story.votesOf(epoch),
    }
  const faults = story.faultsOn(leader, electedMs ?? 0, Number.POSITIVE_INFINITY).slice(0, 1)
  const elected = partOf(story, attempt).filter(({kind}) => kind === '+elected-leader')
  return {
    text: `${leader} was elected in round ${epoch} and ${isPast || faults.length > 0 ? 'did not carry it through' : 'was still at work'}${because(faults)}.`,
    evidence: [...story.votesOf(epoch), ...elected, ...faults],
  }
}

function because(faults: readonly TimelineEntry[]): string {
  const [first] = faults
  return first === undefined ? '' : `: ${first.message}`
}

/** What the sentinels of a round said while it was under way. */
function partOf(story: Story, {startedMs, endedMs, candidates}: Attempt): readonly TimelineEntry[] {
  return story
    .between(startedMs, endedMs ?? Number.POSITIVE_INFINITY)
    .filter(({instance}) => candidates.includes(instance ?? ''))
}

function abortsOf(story: Story, attempt: Attempt): readonly TimelineEntry[] {
  return partOf(story, attempt).filter(({kind}) => kind.startsWith('-failover-abort-'))
}
