import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {wholeClusterList} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A cluster has too few masters to elect one, or masters without a replica. */
export const clusterShape: Rule = {
  id: 'cluster-shape',
  needs: 'CLUSTER NODES of a node, with all nodes',
  source: 'redis.io, Scaling: at least three masters; cluster.c: a majority of masters with slots votes',
  lab: 'cluster-full-coverage',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({node}) => node.flags.includes('myself')),
  examine(evidence) {
    const living = wholeClusterList(evidence)
    const masters = living.filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
    const findings: Diagnosis[] = []
    if (masters.length < 3 && masters.length > 0) {
      findings.push({
        severity: 'risk',
        certainty: 'certain',
        title: `${masters.length} master${masters.length === 1 ? ' has' : 's have'} slots: no failover is possible when one is lost.`,
        why: `A replica needs the votes of a majority of the masters with slots: ${Math.floor(masters.length / 2) + 1} of ${masters.length}. With fewer than three, the loss of one leaves no majority.`,
        evidence: masters,
        fix: ['Run three masters with slots, or more.'],
      })
      return findings
    }
    const hasPromoted = living.some(
      ({node}) => node.flags.includes('master') && node.slots.length === 0 && node.configEpoch > 0,
    )
    // One that has failed is no question of later.
    const alone = masters.filter(
      ({node}) =>
        !node.flags.includes('fail') &&
        !living.some((it) => it.node.masterId === node.id && !it.node.flags.includes('fail')),
    )
    if (alone.length > 0 && !hasPromoted) {
      findings.push({
        severity: 'risk',
        certainty: 'certain',
        title: `${joinNames(alone.map(nameOf))} ${alone.length === 1 ? 'has' : 'have'} no replica: when such a master is lost, its slots are.`,
        why: 'With cluster-require-full-coverage yes, which Redis ships with, the whole cluster stops then.',
        evidence: alone,
        fix: [
          'Add a replica: redis-cli --cluster add-node NEW-HOST:PORT HOST:PORT --cluster-slave --cluster-master-id ID',
        ],
      })
    }
    return findings
  },
}

function nameOf({node}: NodeFact): string {
  return node.address.startsWith(':') ? `node ${node.id.slice(0, 8)}…` : node.address
}
