import {candidateOf, countVotes, findAttempts} from '../elections.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews} from '../sentinels.ts'

/** All votes went to one sentinel, and were still no majority: it has more sentinels on record than there are. */
export const sentinelVotesNoMajority: Rule = {
  id: 'sentinel-votes-no-majority',
  needs: 'the log of a sentinel that tried a failover',
  source: 'sentinel.c: sentinelGetLeader counts a majority of all sentinels on record, living or not',
  lab: 'sentinel-new-id',
  isExaminable: (evidence) => findAttempts(evidence).length > 0,
  examine: (evidence) =>
    findAttempts(evidence)
      .flatMap((attempt): readonly Diagnosis[] => {
        const {log, aborted, elected, epoch, masterName, votes, start, ownVote} = attempt
        const {own, others} = countVotes(attempt)
        const isNotElected = aborted?.event?.kind === '-failover-abort-not-elected' && elected === undefined
        if (!isNotElected || own < 2 || others > 0) return []
        const least = own * 2
        const known = findSentinelViews(evidence).find((view) => view.name === log.name && view.isComplete)
        const counted = known === undefined ? '' : ` Its own log and conf name ${known.others.length + 1}.`
        return [
          {
            severity: 'cause',
            certainty: 'certain',
            title: `All ${own} votes of epoch ${epoch} went to one sentinel, and ${own} are not a majority: it has ${least} or more sentinels on record.`,
            why:
              `A leader needs more than half of all sentinels that it has ever recorded for ${masterName}, whether they still exist or not. ` +
              `${own} votes for ${candidateOf(attempt).slice(0, 8)}… and none for another: this was no split vote, and +odown shows that the quorum was reached. ` +
              `So at least ${least} sentinels are on record, and ${least - own} or more of them did not vote. Stale entries are the likely reason: ` +
              `a sentinel that comes back with a new id (a replaced container, a lost sentinel.conf) is counted again.${counted}`,
            evidence: [
              start,
              ...(ownVote === undefined ? [] : [ownVote]),
              ...votes,
              ...(aborted === undefined ? [] : [aborted]),
            ],
            fix: [
              'Compare on each sentinel: redis-cli -p 26379 SENTINEL MASTER ' +
                masterName +
                '   (num-other-sentinels + 1 should be the number of sentinels that exist)',
              `Remove stale entries, one sentinel after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET ${masterName}`,
              'Keep sentinel.conf, with its myid, over restarts, so that entries do not become stale again.',
            ],
            avoid: ['Do not reset all sentinels at once: for some seconds none of them knows the others.'],
            collect: [`redis-cli -p 26379 SENTINEL SENTINELS ${masterName}`],
          },
        ]
      })
      .slice(-1),
}
