import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** redis-cli --cluster check found what it names. */
export const clusterCheckFailed: Rule = {
  id: 'cluster-check-failed',
  needs: 'the output of redis-cli --cluster check',
  source: 'redis-cli.c: clusterManagerCheckCluster',
  isExaminable: (evidence) => evidence.facts('answer').some(({text}) => /^\[(?:OK|ERR)\]/.test(text)),
  examine(evidence) {
    const answers = evidence.facts('answer')
    const disagree = answers.filter(({text}) => /^\[ERR\] Nodes don't agree/.test(text))
    const uncovered = answers.filter(({text}) => /^\[ERR\] Not all 16384 slots are covered/.test(text))
    const findings: Diagnosis[] = []
    if (disagree.length > 0) {
      findings.push({
        severity: 'cause',
        certainty: 'certain',
        title:
          'The nodes do not agree about the cluster: some see other owners of slots, or other nodes, than others do.',
        why: 'The check does not say which node sees what. Right after a change it may last for some seconds; when it stays, nodes do not reach each other, or one was joined to something else.',
        evidence: disagree,
        fix: ['Compare the views of the nodes first (below); diagnose says who differs where.'],
        collect: [
          'redis-cli -p PORT CLUSTER NODES   on every node, each into a file of its own; then redislab diagnose on all of them',
        ],
      })
    }
    if (uncovered.length > 0) {
      findings.push({
        severity: 'cause',
        certainty: 'certain',
        title: 'Some slots have no owner that answers.',
        why: 'Their master failed without a replica that took over, or they were never assigned. With cluster-require-full-coverage yes, which Redis ships with, the whole cluster answers CLUSTERDOWN.',
        evidence: uncovered,
        fix: [
          'See whose they were before you assign them: bring that master back, or have a replica of it take over.',
        ],
        avoid: [
          'redis-cli --cluster fix gives them to other masters, without the keys of the one that is gone.',
        ],
        collect: ['redis-cli CLUSTER NODES   (fail)'],
      })
    }
    return findings
  },
}
