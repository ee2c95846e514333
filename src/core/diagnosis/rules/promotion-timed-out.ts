import type {LogFact} from '../../evidence/facts.ts'
import {field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** sentinel.c: sentinelRefreshInstanceInfo gives SLAVEOF to a server that says master and that it has on record as a replica. */
function putBack(
  who: string,
  chosen: LogFact,
  aborted: LogFact,
  first: LogFact,
  undone: readonly LogFact[],
): Diagnosis {
  const ms = (first.at ?? 0) - (chosen.at ?? 0)
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `${who} was chosen to be a master, and ${(ms / 1000).toFixed(1)} s later a sentinel made it a replica again (${first.event?.kind}): the failover timed out.`,
    why: 'The leader was elected and its choice took the order. Another sentinel, which had that server on record as a replica of the old master and had not heard of the failover, saw it say role:master and gave it its old master back. Sentinels of one version do not do so while a failover runs: one here is older than the others (2.8 before its fix did it), or the two do not hear each other.',
    evidence: [chosen, ...undone, aborted],
    fix: [
      'Run one version on all sentinels, and see that they hear each other (SENTINEL SENTINELS NAME on each).',
      'Then try again: redis-cli -p 26379 SENTINEL FAILOVER NAME',
    ],
    collect: ['redis-cli -p 26379 INFO server   on each sentinel (redis_version)'],
  }
}

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
      const undone = evidence
        .events('+convert-to-slave', '+fix-slave-config')
        .filter(
          (it) =>
            chosen?.at != null &&
            it.at !== null &&
            it.at >= chosen.at &&
            it.at <= (line.at ?? it.at) &&
            field(it, 'ip') === field(chosen, 'ip') &&
            field(it, 'port') === field(chosen, 'port'),
        )
      const [first] = undone
      if (chosen !== undefined && first !== undefined) return putBack(who, chosen, line, first, undone)
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
