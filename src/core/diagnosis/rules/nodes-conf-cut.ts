import type {Stated} from '../../evidence/facts.ts'
import {field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/**
 * Whether the last line of a nodes.conf ends where the node refuses it: within its first word, or behind a name without its number.
 * With `vars` alone, or one whole pair, it starts (cluster.c: clusterLoadConfig asks for an odd number of words).
 */
export function isCutEnd(text: string): boolean {
  const [first = '', ...words] = text.trim().split(/\s+/)
  return first === 'vars'
    ? words.length % 2 === 1
    : first !== '' && words.length === 0 && 'vars'.startsWith(first)
}

/** A nodes.conf was not written to its end: the node does not start from it. */
export const nodesConfCut: Rule = {
  id: 'nodes-conf-cut',
  needs: 'nodes.conf, or the log of a node that refuses it',
  source:
    'cluster.c: clusterSaveConfig writes the file in place before 7.2, and beside it from then on (redis#10924)',
  isExaminable: (evidence) => evidence.has('cluster-node') || evidence.hasEvents('cluster-config-corrupted'),
  examine(evidence) {
    const files = evidence
      .facts('answer')
      .filter(({text, command}) => command === undefined && isCutEnd(text))
    const refused = evidence
      .events('cluster-config-corrupted')
      .filter((line) => isCutEnd(field(line, 'line')) || /"va?r?"/.test(line.message))
    const lines: readonly Stated[] = [...files, ...refused]
    if (lines.length === 0) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: refused.length > 0 ? 'certain' : 'likely',
      title:
        'The nodes.conf ends in the middle of its last line (vars currentEpoch …): the node does not start from it.',
      why: 'The write was broken off: the process or the machine was ended in that moment, or the disk was full. The lines of nodes before it are in order; what is missing are the epochs of this node, and perhaps nodes behind the last one. From 7.2 on, servers write the file beside the old one and rename it, so that this cannot happen.',
      evidence: lines,
      fix: [
        'Keep a copy of the file, and look at the disk first: df -h DIR.',
        'Its last line: vars currentEpoch N lastVoteEpoch N, with the cluster_current_epoch that CLUSTER INFO of another node shows, for both. A line with "myself" has to be there; then start the node.',
        'Where "myself" or other lines are missing, too: move the file away and start the node, have another one forget the old id (CLUSTER FORGET on all), and add it as a replica: redis-cli --cluster add-node … --cluster-slave.',
      ],
      avoid: [
        'Do not delete the file of a master whose slots nobody else has taken over: it would lose its id, and with it its slots.',
      ],
      collect: ['redis-cli CLUSTER INFO; redis-cli CLUSTER NODES   on another node'],
    }
    return [finding]
  },
}
