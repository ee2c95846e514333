import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import {type Attempt, countVotes, findAttempts} from '../elections.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel asked for votes and heard of none. */
export const sentinelNoVotes: Rule = {
  id: 'sentinel-no-votes',
  needs: 'the log of a sentinel that tried a failover',
  source: 'sentinel.c: sentinelAskMasterStateToOtherSentinels',
  lab: 'quorum-lost',
  isExaminable: (evidence) => findAttempts(evidence).length > 0,
  examine: (evidence) =>
    findAttempts(evidence)
      .flatMap((attempt): readonly Diagnosis[] => {
        const {aborted, elected, votes, start, ownVote, log, epoch} = attempt
        const {own, others} = countVotes(attempt)
        const lasted = start.at !== null && aborted?.at != null ? aborted.at - start.at : 0
        if (aborted?.event?.kind !== '-failover-abort-not-elected' || elected !== undefined) return []
        if (own !== 1 || others > 0 || lasted < 1000 || ownVote === undefined) return []
        return [
          {
            severity: 'cause',
            certainty: 'likely',
            title: `${log.name} asked for votes in epoch ${epoch}, and no other sentinel answered with one in ${Math.round(lasted / 1000)} s.`,
            why: 'Only its own vote is there. The other sentinels are down, or this one does not reach them, or they refuse it (a password of the sentinels, an ACL without +sentinel|is-master-down-by-addr), or this log is cut.',
            evidence: [start, ownVote, ...votes, aborted],
            fix: ['Find out which of these it is (below).'],
            collect: [
              `redis-cli -p 26379 SENTINEL SENTINELS ${attempt.masterName}   on this sentinel (flags)`,
              `redis-cli -p 26379 SENTINEL CKQUORUM ${attempt.masterName}`,
              'From this machine to each other sentinel: redis-cli -h HOST -p 26379 PING',
            ],
          },
        ]
      })
      .slice(-1)
      .map((finding) => ({...finding, why: `${finding.why}${told(countInVain(evidence))}`})),
}

/** Of how many elections that is so, and for which masters. */
function countInVain(evidence: Case): readonly Attempt[] {
  return findAttempts(evidence).filter((attempt) => {
    const {own, others} = countVotes(attempt)
    return attempt.aborted?.event?.kind === '-failover-abort-not-elected' && own === 1 && others === 0
  })
}

function told(attempts: readonly Attempt[]): string {
  if (attempts.length < 2) return ''
  const masters = [...new Set(attempts.map(({masterName}) => masterName))]
  return ` It is so in ${attempts.length} elections here (epochs ${attempts.map(({epoch}) => epoch).join(', ')})${masters.length > 1 ? `, for ${joinNames(masters)}: what is wrong is between the sentinels, and not with one master` : ''}.`
}
