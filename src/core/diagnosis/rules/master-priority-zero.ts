import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf} from '../server-replies.ts'

const names = ['replica-priority', 'slave-priority']

/** The master itself has priority 0: once it is a replica, it is never promoted again. */
export const masterPriorityZero: Rule = {
  id: 'master-priority-zero',
  needs: 'INFO replication and replica-priority of a master',
  source: 'redis.conf: replica-priority; sentinel.c: sentinelSelectSlave leaves priority 0 out',
  isExaminable: (evidence) =>
    findServerReplies(evidence).some(({role}) => role === 'master') &&
    evidence.directives(...names).length > 0,
  examine: (evidence) =>
    findServerReplies(evidence)
      .filter(({role, info}) => role === 'master' && info.fields.get('cluster_enabled') !== '1')
      .flatMap((server): readonly Diagnosis[] => {
        const line = evidence
          .directives(...names)
          .findLast(({stream}) => instanceNameOf(stream) === server.name)
        const replicas = Number(server.info.fields.get('connected_slaves') ?? 0)
        if (line?.words[0] !== '0' || replicas === 0) return []
        return [
          {
            severity: 'risk',
            certainty: 'certain',
            title: `${server.name}, the master, has replica-priority 0: after a failover it is never master again.`,
            why: `Roles change with a failover, and settings stay with the server. ${replicas === 1 ? 'With its one replica as master and this one as replica, no second failover is possible.' : `Of ${replicas + 1} servers one less can then take over.`}`,
            evidence: [line, ...linesOf(server, 'role', 'connected_slaves')],
            fix: [
              `redis-cli CONFIG SET replica-priority 100 on ${server.name}, then CONFIG REWRITE; 0 only on servers that shall never be master.`,
            ],
          },
        ]
      }),
}
