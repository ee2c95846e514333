import type {NodeFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** A node of a cluster reaches none of the others: it is cut off, or the addresses that it has are old ones. */
export const nodeCutOff: Rule = {
  id: 'node-cut-off',
  needs: 'CLUSTER NODES, or nodes.conf, of a node',
  source:
    'cluster.c: clusterCron flags a node that answers no ping as PFAIL; clusterLoadConfig: addresses are those of before',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(isMyself),
  examine(evidence) {
    const lists = groupBy(
      evidence.facts('cluster-node').filter(({from}) => from !== 'check'),
      ({stream, list}) => `${stream} ${list}`,
    )
    const views = [...lists.values()]
    return views.flatMap((nodes): readonly Diagnosis[] => {
      const myself = nodes.find(isMyself)
      const others = nodes.filter((fact) => !isMyself(fact) && !fact.node.flags.includes('noaddr'))
      const unreached = others.filter(
        // A nodes.conf is written when something changes: that its links were not up yet is how each start begins.
        ({node, from}) =>
          node.flags.some((flag) => flag === 'fail' || flag === 'fail?') ||
          (from === 'nodes' && !node.isConnected),
      )
      if (myself === undefined || others.length < 2 || unreached.length < others.length) return []
      const slots = others.some(({node}) => node.slots.length > 0)
      const isOnlyHere = views.some(
        (other) =>
          other !== nodes &&
          other.some(
            (fact) => !isMyself(fact) && fact.node.isConnected && !fact.node.flags.includes('fail?'),
          ),
      )
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `${myself.node.address} reaches none of the ${others.length} other nodes: all of them count as down for it.`,
          why:
            `That all others have failed at once is rarely so: ${isOnlyHere ? 'another list here shows nodes that reach each other, so ' : ''}this node is cut off from them, or looks for them where they are no more. When all are restarted at once and come back with other addresses (pods), the nodes.conf of each names only old ones, and nobody is left from whom it could learn the new ones. Else its bus port (port + 10000) is blocked.` +
            (slots ? ' It serves nothing meanwhile: it is without a majority of the masters.' : ''),
          evidence: [myself, ...unreached],
          fix: [
            'Compare the addresses of this list with those that the nodes have now (below). Where they differ, on one node for each other one: redis-cli CLUSTER MEET NEW-ADDRESS PORT',
            'So that it does not come again: restart one node at a time; fixed addresses, or cluster-announce-ip from the pod at each start (POD_IP of the downward API).',
          ],
          avoid: ['Do not delete nodes.conf: a node keeps its id and its slots there.'],
          collect: [
            'kubectl get pods -o wide   (or hostname -i on each machine)',
            'redis-cli CLUSTER NODES   on two other nodes',
            `nc -vz HOST BUS-PORT   from ${myself.node.address} to another node`,
          ],
        },
      ]
    })
  },
}

function isMyself({node, from}: NodeFact): boolean {
  return from !== 'check' && node.flags.includes('myself')
}
