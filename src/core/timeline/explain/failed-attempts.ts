import {formatDuration} from '../../duration.ts'
import {joinNames, type TimelineEntry} from '../entry.ts'
import type {Attempt} from '../phases/failover.ts'
import {notElected} from './not-elected.ts'
import type {Reason, Story} from './story.ts'
import {unfitReplicas} from './unfit-replicas.ts'

/** Why each try came to nothing. What is wrong with the replicas is said once, however often it was tried. */
export function failedAttempts(story: Story, attempts: readonly Attempt[]): readonly Reason[] {
  const firstWithout = attempts.find(({result}) => result === 'no-good-replica')
  return attempts.flatMap((attempt) => [
    ...failedAttempt(story, attempt),
    ...(attempt === firstWithout ? unfitReplicas(story) : []),
  ])
}

function failedAttempt(story: Story, attempt: Attempt): readonly Reason[] {
  const {result, epoch, endedMs, leader, candidates, selected} = attempt
  const at = endedMs === null ? '' : ` after ${formatDuration(endedMs)}`
  switch (result) {
    case 'not-elected':
      return notElected(story, attempt, [
        ...story.votesOf(epoch),
        ...abortOf(story, '-failover-abort-not-elected', endedMs),
      ])
    case 'no-good-replica':
      return [
        {
          text: `${leader} was elected in round ${epoch} and found no replica fit to be promoted${at}.`,
          evidence: abortOf(story, '-failover-abort-no-good-slave', endedMs),
        },
      ]
    case 'replica-timeout': {
      const {failoverTimeoutMs} = story.context.plan.settings
      return [
        {
          text: `In round ${epoch} ${selected} was chosen and did not become a master within failover-timeout (${failoverTimeoutMs} ms).`,
          evidence: abortOf(story, '-failover-abort-slave-timeout', endedMs),
        },
      ]
    }
    case 'open':
      return [
        {
          text:
            leader === null
              ? `Round ${epoch} of the election, called by ${joinNames(candidates)}, was still open.`
              : `${leader} was elected in round ${epoch} and was still at work.`,
          evidence: story.votesOf(epoch),
        },
      ]
    case 'promoted':
      return []
  }
}

function abortOf(story: Story, kind: string, endedMs: number | null): readonly TimelineEntry[] {
  return story.ofKind(kind).filter(({at}) => endedMs !== null && at - story.incident.at === endedMs)
}
