import {countVotes, findAttempts} from '../elections.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel gave up since another one won the same election. */
export const sentinelLostElection: Rule = {
  id: 'sentinel-lost-election',
  needs: 'the log of a sentinel that tried a failover',
  source:
    'sentinel.c: sentinelFailoverWaitStart aborts after the election timeout, min(10 s, failover-timeout)',
  lab: 'leader-election',
  isExaminable: (evidence) => findAttempts(evidence).length > 0,
  examine(evidence) {
    const attempts = findAttempts(evidence)
    return attempts.flatMap((attempt): readonly Diagnosis[] => {
      const {log, aborted, epoch, masterName, votes, ownVote} = attempt
      if (aborted?.event?.kind !== '-failover-abort-not-elected') return []
      const {own, others} = countVotes(attempt)
      const winner = attempts.find(
        (other) =>
          other !== attempt &&
          other.epoch === epoch &&
          other.masterName === masterName &&
          other.elected !== undefined,
      )
      if (winner === undefined) {
        if (others === 0 || others < own) return []
        return [
          {
            severity: 'note',
            certainty: 'likely',
            title: `${log.name} did not win epoch ${epoch}: it had ${own} of ${own + others} votes that it heard of.`,
            why: `${others} went to another sentinel. When that one was elected, the abort here is the normal end of the one that lost.`,
            evidence: [...(ownVote === undefined ? [] : [ownVote]), ...votes, aborted],
            collect: ['The logs of the other sentinels of the same minute: who was elected?'],
          },
        ]
      }
      const won = countVotes(winner)
      const total = new Set([...votes, ...winner.votes].map(({message}) => message.split(' ')[0])).size
      return [
        {
          severity: 'harmless',
          certainty: 'certain',
          title: `${log.name} lost the election of epoch ${epoch} to ${winner.log.name}: its -failover-abort-not-elected is harmless.`,
          why:
            `Both stood in the same epoch. ${winner.log.name} got ${won.own} of ${Math.max(won.own + won.others, total)} votes and was elected; ` +
            `${log.name} had ${own}. The one that loses waits until its election times out, and gives up. What matters is what ${winner.log.name} did next.`,
          evidence: [
            ...(winner.ownVote === undefined ? [] : [winner.ownVote]),
            ...winner.votes,
            ...(winner.elected === undefined ? [] : [winner.elected]),
            ...votes,
            aborted,
          ],
          collect:
            winner.log.lines.at(-1)?.event?.kind === '+failover-state-select-slave' ||
            winner.log.lines.at(-1) === winner.elected
              ? [
                  `The log of ${winner.log.name} goes on after +elected-leader: what it did with the failover stands there.`,
                ]
              : [],
        },
      ]
    })
  },
}
