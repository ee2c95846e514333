import type {NodeFact} from '../../evidence/facts.ts'
import {viewpointOf, wholeClusterList} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Below that redis-cli --cluster rebalance finds much, and nobody feels it: twice as many is a machine more. */
const factor = 2

/** One master of a cluster has far more slots than another. */
export const slotsUnbalanced: Rule = {
  id: 'slots-unbalanced',
  needs: 'CLUSTER NODES of a node, with all nodes',
  source: 'redis.io, Scaling; redis-cli --cluster rebalance (its own threshold is 2 %)',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({node}) => node.flags.includes('myself')),
  examine(evidence) {
    const nodes = wholeClusterList(evidence)
    const masters = nodes
      .filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
      .map((fact) => ({fact, count: slotsOf(fact)}))
      .toSorted((a, b) => b.count - a.count)
    const [most, least] = [masters[0], masters.at(-1)]
    if (most === undefined || least === undefined || most.count <= factor * least.count) return []
    const view = viewpointOf(nodes, evidence)
    const finding: Diagnosis = {
      severity: 'note',
      certainty: view.certainty,
      title: `${most.fact.node.address} has ${most.count} slots, and ${least.fact.node.address} ${least.count}.`,
      why: `${view.words}The mean of ${masters.length} masters is ${Math.round(masters.reduce((sum, {count}) => sum + count, 0) / masters.length)}. Keys spread over slots evenly, so the one has ${(most.count / least.count).toFixed(1)} times the data and the requests of the other, as far as keys are alike, and its loss takes as much.`,
      evidence: [most.fact, least.fact],
      fix: [
        'First look at what would be done: redis-cli --cluster rebalance HOST:PORT --cluster-simulate',
        'Then, when all nodes are up and no slot is open: redis-cli --cluster rebalance HOST:PORT',
      ],
      collect: view.collect,
    }
    return [finding]
  },
}

function slotsOf({node}: NodeFact): number {
  return node.slots.reduce((sum, {first, last}) => sum + last - first + 1, 0)
}
