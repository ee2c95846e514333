import {findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Replicas take writes that the master never gets. */
export const replicaTakesWrites: Rule = {
  id: 'replica-takes-writes',
  needs: 'redis.conf with replica-read-only, or INFO replication of a replica',
  source: 'redis.conf: replica-read-only',
  lab: 'replica-readonly',
  isExaminable: (evidence) =>
    evidence.directives('replica-read-only', 'slave-read-only').length > 0 ||
    evidence.facts('info').some(({fields}) => fields.has('slave_read_only')),
  examine(evidence) {
    const confs = findConfs(evidence).filter(
      (conf) => wordOf(conf, 'replica-read-only', 'slave-read-only') === 'no',
    )
    const infos = evidence.facts('info').filter(({fields}) => fields.get('slave_read_only') === '0')
    const lines = [
      ...confs.flatMap((conf) => lastOf(conf, 'replica-read-only', 'slave-read-only') ?? []),
      ...infos.flatMap(({stated}) => stated.get('slave_read_only') ?? []),
    ]
    if (lines.length === 0) return []
    const finding: Diagnosis = {
      severity: 'risk',
      certainty: 'certain',
      title: 'Replicas take writes (replica-read-only no).',
      why: 'What a client writes there stays there, and is gone with the next whole sync. A client that still talks to an old master after a failover gets no READONLY error: it goes on writing, and loses all of it.',
      evidence: lines,
      fix: ['redis-cli CONFIG SET replica-read-only yes on every server, then CONFIG REWRITE'],
    }
    return [finding]
  },
}
