import {field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** The chosen replica did not become a master in time. */
export const promotionTimedOut: Rule = {
  id: 'promotion-timed-out',
  needs: 'the log of a sentinel that tried a failover',
  source: 'sentinel.c: sentinelFailoverWaitPromotion, failover-timeout',
  isExaminable: (evidence) => evidence.hasEvents('+try-failover', '+selected-slave'),
  examine: (evidence) =>
    evidence.events('-failover-abort-slave-timeout').map((line): Diagnosis => {
      const log = evidence.logs.find(({stream}) => stream === line.stream)
      const before = (log?.lines ?? []).slice(0, log?.lines.indexOf(line))
      const chosen = before.findLast(({event}) => event?.kind === '+selected-slave')
      const who =
        chosen === undefined ? 'the chosen replica' : `${field(chosen, 'ip')}:${field(chosen, 'port')}`
      return {
        severity: 'cause',
        certainty: 'certain',
        title: `${log?.name ?? 'The leader'} told ${who} to be a master, and it did not become one within failover-timeout.`,
        why: 'The leader was elected and chose a replica; what failed is the promotion. The replica never reported role:master in INFO: it refused the command (renamed commands, a user without the right, a password that the sentinel lacks), or the sentinel lost its connection to it.',
        evidence: [...(chosen === undefined ? [] : [chosen]), line],
        fix: [
          'Let the sentinel run what a promotion needs on every server: MULTI, REPLICAOF (SLAVEOF), CONFIG REWRITE, CLIENT KILL, EXEC, INFO.',
        ],
        collect: [
          `redis-cli -h ${who.split(':')[0]} ACL LOG   (and the rename-command lines of its conf)`,
          `From the machine of that sentinel: redis-cli -h ${who.split(':')[0]} -p ${who.split(':')[1] ?? 'PORT'} ROLE`,
        ],
      }
    }),
}
