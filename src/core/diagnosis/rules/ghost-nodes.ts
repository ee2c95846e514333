import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Nodes that are gone are still in the list of a cluster. */
export const ghostNodes: Rule = {
  id: 'ghost-nodes',
  needs: 'CLUSTER NODES, or nodes.conf, of a node',
  source: 'cluster.c: CLUSTER FORGET; nodes without an address',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({from}) => from !== 'check'),
  examine(evidence) {
    const ghosts = evidence
      .facts('cluster-node')
      .filter(({node}) => node.slots.length === 0 && node.flags.includes('noaddr'))
    if (ghosts.length === 0) return []
    const finding: Diagnosis = {
      severity: 'risk',
      certainty: 'likely',
      title: `${ghosts.length} node${ghosts.length === 1 ? '' : 's'} in the list ${ghosts.length === 1 ? 'is' : 'are'} no living member: ${ghosts.map(({node}) => `${node.id.slice(0, 8)}… (${node.flags.filter((flag) => flag !== 'master' && flag !== 'slave').join(', ')})`).join(', ')}.`,
      why: 'A node that was replaced, or whose address another one has now, stays in the list until every node forgets it. Clients and tools that read the list try to reach it.',
      evidence: ghosts,
      fix: [
        'On every node that lists it, within 60 s: redis-cli CLUSTER FORGET ID (redis-cli --cluster call HOST:PORT CLUSTER FORGET ID)',
      ],
      collect: ['redis-cli CLUSTER NODES   on every node'],
    }
    return [finding]
  },
}
