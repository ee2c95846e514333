import type {AnswerFact} from '../../evidence/facts.ts'
import {parseCtime} from '../../evidence/stamp.ts'
import {type Case, field} from '../case.ts'
import {type Attempt, countVotes, findAttempts} from '../elections.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A leader was elected and found no replica to promote. */
export const noGoodReplica: Rule = {
  id: 'no-good-replica',
  needs: 'the log of a sentinel that tried a failover',
  source: 'sentinel.c: sentinelSelectSlave',
  lab: 'replica-choice',
  isExaminable: (evidence) => findAttempts(evidence).length > 0 || refusals(evidence).length > 0,
  examine: (evidence) => [...tellAttempts(evidence), ...tellRefusal(evidence)],
}

function tellAttempts(evidence: Case): readonly Diagnosis[] {
  return findAttempts(evidence)
    .flatMap((attempt): readonly Diagnosis[] => {
      const {aborted, elected, masterName, log, votes, start, nextTry} = attempt
      if (aborted?.event?.kind !== '-failover-abort-no-good-slave') return []
      const {own} = countVotes(attempt)
      const timeoutMs = failoverTimeoutOf(attempt)
      const again =
        timeoutMs === undefined
          ? 'The next attempt comes 2 × failover-timeout after this one began.'
          : `The next attempt comes ${Math.round((timeoutMs * 2) / 1000)} s after this one began, 2 × failover-timeout, which is ${Math.round(timeoutMs / 1000)} s here.`
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${log.name} was elected for ${masterName}${own > 1 ? ` with ${own} votes` : ''}, and no replica was fit to be promoted.`,
          why:
            'The election is not the problem. A replica is passed over when it is down or disconnected for the sentinel (s_down, o_down, disconnected), ' +
            'has priority 0, has not answered PING for 5 s or INFO for 5 s to 3 periods, or was without its master for longer than the master has been down plus 10 × down-after. ' +
            `Which of these it was, this log does not say. ${again}`,
          evidence: [
            start,
            ...votes,
            ...(elected === undefined ? [] : [elected]),
            aborted,
            ...(nextTry === undefined ? [] : [nextTry]),
          ],
          fix: [
            'Look at the replicas first (below). Then fix the reason that they show: reachability from the sentinels, replica-priority, a link that was down for long.',
          ],
          collect: [
            `redis-cli -p 26379 SENTINEL REPLICAS ${masterName}   (flags, slave-priority, last-ok-ping-reply, info-refresh, master-link-down-time)`,
            'redis-cli -h REPLICA INFO replication',
          ],
        },
      ]
    })
    .slice(-1)
}

/** What SENTINEL FAILOVER replies where no replica is fit (sentinel.c: sentinelCommand). */
function refusals(evidence: Case): readonly AnswerFact[] {
  return evidence.facts('answer').filter(({text}) => /\bNOGOODSLAVE\b/.test(text))
}

function tellRefusal(evidence: Case): readonly Diagnosis[] {
  const [refusal] = refusals(evidence)
  if (refusal === undefined) return []
  const online = evidence
    .facts('info')
    .flatMap(({fields, stated}) =>
      [...fields].flatMap(([name, value]) =>
        /^slave\d+$/.test(name) && value.includes('state=online') ? (stated.get(name) ?? []) : [],
      ),
    )
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: 'A sentinel was asked for a failover and has no replica that it may promote (NOGOODSLAVE).',
      why:
        'For this sentinel each replica is down or disconnected (s_down, o_down, disconnected), has priority 0, has not answered it in time, or was without its master for too long. Which of these it is, the reply does not say.' +
        (online.length === 0
          ? ''
          : ' The master has replicas that are online: that is their connection to the master, and says nothing of the one from the sentinel to them, which has its own address, password (sentinel auth-pass, ACL) and bind or firewall in the way.'),
      evidence: [refusal, ...online],
      fix: ['Look at the replicas as the sentinel sees them (below). Then fix the reason that they show.'],
      collect: [
        'redis-cli -p 26379 SENTINEL REPLICAS NAME   (flags, slave-priority, last-ok-ping-reply, info-refresh, master-link-down-time)',
        'redis-cli -h REPLICA -p PORT PING   from the machine of the sentinel, with the user and the password that it has',
      ],
    },
  ]
}

/** "Next failover delay" names the end of 2 × failover-timeout from the start of the attempt (sentinel.c: sentinelStartFailoverIfNeeded). */
function failoverTimeoutOf({start, nextTry}: Attempt): number | undefined {
  const until = nextTry === undefined ? undefined : parseCtime(field(nextTry, 'time'))
  if (until === undefined || start.at === null) return undefined
  const from = new Date(start.at)
  if (!start.hasYear) from.setUTCFullYear(new Date(until).getUTCFullYear())
  // It is printed in whole seconds.
  const ms = Math.round((until - from.getTime()) / 2000) * 1000
  return ms > 0 && ms < 3_600_000 ? ms : undefined
}
