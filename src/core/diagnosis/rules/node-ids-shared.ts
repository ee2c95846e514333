import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Two nodes of a cluster have one id: a nodes.conf was copied or is shared. */
export const nodeIdsShared: Rule = {
  id: 'node-ids-shared',
  needs: 'nodes.conf, or CLUSTER NODES, of two nodes',
  source: 'cluster.c: clusterLoadConfig takes the own id from the line with myself',
  isExaminable: (evidence) => evidence.facts('cluster-node').filter(isMyself).length > 1,
  examine: (evidence) =>
    [...groupBy(evidence.facts('cluster-node').filter(isMyself), ({node}) => node.id)].flatMap(
      ([id, same]): readonly Diagnosis[] => {
        const streams = new Set(same.map(({stream}) => stream))
        const addresses = [...new Set(same.map(({node}) => node.address))]
        if (streams.size < 2 || addresses.length < 2) return []
        return [
          {
            severity: 'cause',
            certainty: 'certain',
            title: `${joinNames(addresses)} have one node id, ${id.slice(0, 8)}….`,
            why: 'A node is known by the id in its nodes.conf. Two with one id are taken for one that moves to and fro. It comes from a nodes.conf that was copied (an image, a cloned disk, a backup) or that two servers share.',
            evidence: same,
            fix: [
              'Stop the copy, delete its nodes.conf (and its data, if it is a copy, too), start it, and let it join: redis-cli --cluster add-node NEW-HOST:PORT EXISTING-HOST:PORT',
            ],
            avoid: ['Do not delete nodes.conf of the original.'],
          },
        ]
      },
    ),
}

function isMyself({node, from}: NodeFact): boolean {
  return from !== 'check' && node.flags.includes('myself')
}
