import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {viewpointOf, wholeClusterList} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** No replica of a master may take over. */
export const clusterNoFailover: Rule = {
  id: 'cluster-no-failover',
  needs: 'CLUSTER NODES of a node, with all nodes',
  source: 'redis.conf: cluster-replica-no-failover; cluster.c: CLUSTER_NODE_NOFAILOVER, shown as nofailover',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({node}) => node.flags.includes('myself')),
  examine(evidence) {
    const nodes = wholeClusterList(evidence)
    const view = viewpointOf(nodes, evidence)
    return nodes
      .filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
      .flatMap((master): readonly Diagnosis[] => {
        const replicas = nodes.filter(({node}) => node.masterId === master.node.id)
        if (replicas.length === 0 || !replicas.every(({node}) => node.flags.includes('nofailover'))) return []
        const count = master.node.slots.reduce((sum, {first, last}) => sum + last - first + 1, 0)
        return [
          {
            severity: 'risk',
            certainty: view.certainty,
            title: `No replica of ${addressOf(master)} may take over: ${joinNames(replicas.map(addressOf))} ${replicas.length === 1 ? 'has' : 'have'} cluster-replica-no-failover yes.`,
            why: `${view.words}When that master is lost, its ${count} slots are not served until it comes back or somebody acts: replicas with this setting take part in no election.`,
            evidence: [master, ...replicas],
            fix: [
              'On one replica at least: redis-cli CONFIG SET cluster-replica-no-failover no, then CONFIG REWRITE.',
              'By hand it goes all the same: redis-cli -h REPLICA CLUSTER FAILOVER   (FORCE when the master is down)',
            ],
            collect: view.collect,
          },
        ]
      })
  },
}

function addressOf({node}: NodeFact): string {
  return node.address.startsWith(':') ? `node ${node.id.slice(0, 8)}…` : node.address
}
