import {findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** No replica may be promoted: all have priority 0. */
export const replicaPrioritiesZero: Rule = {
  id: 'replica-priorities-zero',
  needs: 'the confs of replicas, or INFO replication of them',
  source: 'sentinel.c: sentinelSelectSlave passes over priority 0; redis.conf: replica-priority',
  lab: 'replica-choice',
  isExaminable: (evidence) =>
    evidence.directives('replica-priority', 'slave-priority').length > 0 ||
    evidence.facts('info').some(({fields}) => fields.has('slave_priority')),
  examine(evidence) {
    const replicas = [
      ...findConfs(evidence)
        .filter((conf) => !conf.isSentinel && lastOf(conf, 'replicaof', 'slaveof') !== undefined)
        .map((conf) => ({
          priority: wordOf(conf, 'replica-priority', 'slave-priority') ?? '100',
          stated: lastOf(conf, 'replica-priority', 'slave-priority'),
        })),
      ...evidence
        .facts('info')
        .filter(({fields}) => fields.get('role') === 'slave')
        .map(({fields, stated}) => ({
          priority: fields.get('slave_priority') ?? '100',
          stated: stated.get('slave_priority'),
        })),
    ]
    if (replicas.length === 0 || replicas.some(({priority}) => priority !== '0')) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: 'likely',
      title: `${replicas.length === 1 ? 'The replica here has' : `All ${replicas.length} replicas here have`} priority 0: sentinels never promote ${replicas.length === 1 ? 'it' : 'one of them'}.`,
      why: 'Priority 0 means: never a master. When no other replica exists, every failover ends with -failover-abort-no-good-slave.',
      evidence: replicas.flatMap(({stated}) => stated ?? []),
      fix: [
        'redis-cli CONFIG SET replica-priority 100 (slave-priority before 5.0) on those that may be promoted, then CONFIG REWRITE',
      ],
      collect: ['redis-cli -p 26379 SENTINEL REPLICAS NAME   (slave-priority of each)'],
    }
    return [finding]
  },
}
