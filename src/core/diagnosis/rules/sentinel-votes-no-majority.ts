import {type Attempt, candidateOf, countVotes, findAttempts} from '../elections.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf} from '../sentinels.ts'

/** The least that an election lasts where nobody set a short failover-timeout: an abort that comes sooner had another reason. */
const leastMs = 1000

/** All votes went to one sentinel, and were still no majority: it has more sentinels on record than there are. */
export const sentinelVotesNoMajority: Rule = {
  id: 'sentinel-votes-no-majority',
  needs: 'the log of a sentinel that tried a failover',
  source:
    'sentinel.c: sentinelGetLeader: votes of the current epoch, a majority of all sentinels on record, and at least the quorum',
  isExaminable: (evidence) => findAttempts(evidence).length > 0,
  examine: (evidence) =>
    findAttempts(evidence)
      .flatMap((attempt): readonly Diagnosis[] => {
        const {aborted, elected, votes, start, ownVote} = attempt
        const {own, others} = countVotes(attempt)
        const isNotElected = aborted?.event?.kind === '-failover-abort-not-elected' && elected === undefined
        if (!isNotElected || aborted === undefined || own < 2 || others > 0 || isTooSoon(attempt)) return []
        const known = findSentinelViews(evidence).find(
          (view) => view.name === attempt.log.name && view.masterName === attempt.masterName,
        )?.count
        const lines = [
          ...(attempt.odown === undefined ? [] : [attempt.odown]),
          start,
          ...(ownVote === undefined ? [] : [ownVote]),
          ...votes,
          aborted,
        ]
        // With a quorum above the votes, a newer epoch, or enough votes for all that are known, the majority need not be the reason.
        const isMajority =
          (attempt.quorum ?? 0) <= own &&
          !attempt.hasOtherEpoch &&
          (known === undefined || own < majorityOf(known))
        return [isMajority ? ofMajority(attempt, own, lines) : open(attempt, own, known, lines)]
      })
      .slice(-1),
}

function isTooSoon({start, aborted}: Attempt): boolean {
  return start.at !== null && aborted?.at != null && aborted.at - start.at < leastMs
}

function ofMajority(attempt: Attempt, own: number, evidence: Diagnosis['evidence']): Diagnosis {
  const {epoch, masterName, odown} = attempt
  const least = own * 2
  return {
    severity: 'cause',
    // Votes of an older epoch do not count: a log of one master among many does not show that the epoch moved on.
    certainty: 'likely',
    title: `All ${own} votes of epoch ${epoch} went to one sentinel, and ${own} were not a majority: most likely it has ${least} or more sentinels on record.`,
    why:
      `A leader needs more than half of all sentinels that it has ever recorded for ${masterName}, whether they still exist or not. ` +
      `${own} votes for ${candidateOf(attempt).slice(0, 8)}… and none for another: this was no split vote${odown === undefined ? '' : `, and +odown shows that the quorum was reached`}. ` +
      `Then ${least} or more are on record, and ${least - own} or more of them did not vote. Stale entries are the likely reason: ` +
      'a sentinel that comes back with a new id (a replaced container, a lost sentinel.conf) is counted again. (The other way: the epoch moved on meanwhile, since another master failed too. No line here shows that.)',
    evidence,
    ...remedies(masterName),
  }
}

function open(
  attempt: Attempt,
  own: number,
  known: number | undefined,
  evidence: Diagnosis['evidence'],
): Diagnosis {
  const {epoch, masterName, quorum, hasOtherEpoch} = attempt
  const reasons = [
    ...(quorum !== undefined && quorum > own
      ? [`the quorum of ${quorum}, which a leader needs as votes too`]
      : []),
    ...(hasOtherEpoch
      ? [
          'the epoch, which moved on meanwhile: votes of an older epoch do not count (several masters at the same time)',
        ]
      : []),
    'more sentinels on record than exist',
  ]
  return {
    severity: 'cause',
    certainty: 'possible',
    title: `${own} votes of epoch ${epoch} went to one sentinel and none to another, and that was not enough.`,
    why: `${known === undefined ? '' : `It has ${known} sentinels on record as far as is shown here, of which ${majorityOf(known)} are a majority. `}What is left: ${reasons.join('; ')}.`,
    evidence,
    ...remedies(masterName),
  }
}

function remedies(masterName: string): Pick<Diagnosis, 'fix' | 'avoid' | 'collect'> {
  return {
    fix: [
      `Compare on each sentinel: redis-cli -p 26379 SENTINEL MASTER ${masterName}   (num-other-sentinels + 1 should be the number of sentinels that exist)`,
      `Remove stale entries, one sentinel after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET ${masterName}`,
      'Keep sentinel.conf, with its myid, over restarts, so that entries do not become stale again.',
    ],
    avoid: ['Do not reset all sentinels at once: for some seconds none of them knows the others.'],
    collect: [`redis-cli -p 26379 SENTINEL SENTINELS ${masterName}`],
  }
}
