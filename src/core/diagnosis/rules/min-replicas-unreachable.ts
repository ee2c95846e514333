import {findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A master wants more replicas than there are, or than are left after one loss. */
export const minReplicasUnreachable: Rule = {
  id: 'min-replicas-unreachable',
  needs: 'redis.conf with min-replicas-to-write, and which replicas there are',
  source: 'redis.conf: min-replicas-to-write; server.c: NOREPLICAS',
  lab: 'min-replicas',
  isExaminable: (evidence) => evidence.directives('min-replicas-to-write', 'min-slaves-to-write').length > 0,
  examine(evidence) {
    const confs = findConfs(evidence).filter(({isSentinel}) => !isSentinel)
    const replicas = confs.filter((conf) => lastOf(conf, 'replicaof', 'slaveof') !== undefined).length
    const listed = Math.max(
      0,
      ...evidence.facts('info').map(({fields}) => Number(fields.get('connected_slaves') ?? 0)),
    )
    const count = Math.max(replicas, listed)
    const lines = evidence
      .directives('min-replicas-to-write', 'min-slaves-to-write')
      .filter(({words}) => Number(words[0]) > 0)
    const wanted = Math.max(0, ...lines.map(({words}) => Number(words[0])))
    if (wanted === 0 || count === 0 || wanted < count) return []
    const finding: Diagnosis = {
      severity: wanted > count ? 'cause' : 'risk',
      certainty: listed > 0 ? 'certain' : 'likely',
      title:
        wanted > count
          ? `min-replicas-to-write is ${wanted}, and there ${count === 1 ? 'is one replica' : `are ${count} replicas`}: the master takes no writes (NOREPLICAS).`
          : `min-replicas-to-write is ${wanted}, as many as there are replicas: after a failover, or with one lost, the master takes no writes (NOREPLICAS).`,
      why: 'In a failover one replica becomes the master, so one fewer is left until the old master is back.',
      evidence: lines,
      fix: [`redis-cli CONFIG SET min-replicas-to-write ${Math.max(0, count - 1)}, or add a replica`],
    }
    return [finding]
  },
}
