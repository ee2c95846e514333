import type {AnswerFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
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
    return [...findings, ...unreachable(answers), ...moveRefused(answers)]
  },
}

const noConnection =
  /^(?:.*: )?(?:\[ERR\] Sorry, can't connect to node|Could not connect to Redis at) (\S+?:\d+)/

/** A node that the others list, and that the check could not ask. */
function unreachable(answers: readonly AnswerFact[]): readonly Diagnosis[] {
  if (!answers.some(({text}) => /Performing Cluster Check/.test(text))) return []
  const lines = answers.filter(({text}) => noConnection.test(text))
  const nodes = [...new Set(lines.flatMap(({text}) => noConnection.exec(text)?.[1] ?? []))]
  if (nodes.length === 0) return []
  const one = nodes.length === 1
  return [
    {
      severity: 'risk',
      certainty: 'certain',
      title: `${joinNames(nodes)} ${one ? 'is' : 'are'} listed by the cluster, and ${one ? 'does' : 'do'} not accept the connection of the check.`,
      why: 'It has ended, listens elsewhere, or is not reached from the machine of the check (a firewall, an address of another network). The rest of the check is that of the other nodes. A node that was removed comes back into the list when CLUSTER FORGET did not reach every node within a minute.',
      evidence: lines,
      fix: [
        'If it should be there: start it, with its own nodes.conf.',
        'If it is gone for good: CLUSTER FORGET with its id, on every other node within 60 s (redis-cli --cluster call HOST:PORT CLUSTER FORGET ID).',
      ],
      collect: ['redis-cli CLUSTER NODES   on every node: its id, its flags, who still lists it?'],
    },
  ]
}

/** cluster.c: getNodeByQuery: RESTORE-ASKING is refused like any command by a node for which the cluster is down. */
function moveRefused(answers: readonly AnswerFact[]): readonly Diagnosis[] {
  const lines = answers.filter(({text}) => /Target instance replied with error: -?CLUSTERDOWN/.test(text))
  if (lines.length === 0) return []
  const moving = answers.filter(({text}) => /^Moving slot \d+ from \S+:\d+ to \S+:\d+/.test(text)).at(-1)
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: 'Slots cannot be moved: for the node that is to get them the cluster is down.',
      why: 'The others may see a whole cluster meanwhile: this is the view of the target alone, which refuses to store keys. A new node that has not heard of all masters yet, or that is cut off from a majority of them (the bus port), has that view. The slot at which it stopped is open now: migrating on one side, importing on the other.',
      evidence: [...(moving === undefined ? [] : [moving]), ...lines],
      fix: [
        'Have the target see the cluster first (below); wait until its cluster_state is ok.',
        'Then close the slot and go on: redis-cli --cluster fix HOST:PORT, and --cluster reshard.',
      ],
      avoid: ['No --cluster fix before the target sees all nodes.'],
      collect: [
        'redis-cli -h TARGET CLUSTER INFO; redis-cli -h TARGET CLUSTER NODES   beside those of another node',
      ],
    },
  ]
}
