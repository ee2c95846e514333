import {findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Nodes are to be announced by hostname and have none: clients get `?` in their place. */
export const endpointUnknown: Rule = {
  id: 'endpoint-unknown',
  needs: 'the conf of a node of a cluster, or its CLUSTER SLOTS',
  source:
    'redis.conf: cluster-preferred-endpoint-type; cluster.c: getPreferredEndpoint answers ? without a hostname',
  isExaminable: (evidence) =>
    evidence.directives('cluster-preferred-endpoint-type').length > 0 ||
    evidence.facts('answer').some(({text}) => /(?:^|\s|")\?(?:"|:\d+)?$/.test(text)),
  examine(evidence) {
    const confs = findConfs(evidence).filter(
      (conf) =>
        wordOf(conf, 'cluster-preferred-endpoint-type') === 'hostname' &&
        (lastOf(conf, 'cluster-announce-hostname')?.words[0] ?? '') === '',
    )
    const answers = evidence.facts('answer').filter(({text}) => /(?:^|\s|")\?(?:"|:\d+)?$/.test(text))
    // CLUSTER NODES shows the hostname behind the port of the bus: those that have one are named by it.
    const isNamed = evidence
      .facts('cluster-node')
      .some(({text}) => /^[0-9a-f]{40} \S+@\d+,[A-Za-z][\w.-]*/.test(text))
    if ((confs.length === 0 || isNamed) && answers.length === 0) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: confs.length > 0 ? 'certain' : 'likely',
      title: `Clients are told "?" as the address of ${confs.length > 0 ? confs.map(({name}) => name).join(' and ') : 'nodes'}: no cluster-announce-hostname is set.`,
      why: 'With cluster-preferred-endpoint-type hostname a node is named to clients by its hostname alone, in CLUSTER SLOTS and in MOVED. One without a hostname is named "?", and clients cannot connect to that.',
      evidence: [
        ...confs.flatMap((conf) => lastOf(conf, 'cluster-preferred-endpoint-type') ?? []),
        ...answers,
      ],
      fix: [
        'On each node: redis-cli CONFIG SET cluster-announce-hostname ITS-NAME, and in its conf.',
        'Or go back to addresses: redis-cli CONFIG SET cluster-preferred-endpoint-type ip',
      ],
      collect: [
        'redis-cli CLUSTER SLOTS   from a client’s machine',
        'redis-cli CONFIG GET cluster-announce-hostname   on each node',
      ],
    }
    return [finding]
  },
}
