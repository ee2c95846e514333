import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Nodes do not meet: their bus port cannot be reached. */
export const busPortUnreachable: Rule = {
  id: 'bus-port-unreachable',
  needs: 'the output of redis-cli --cluster create, or CLUSTER NODES with a node in handshake',
  source:
    'redis.io, Cluster: "Redis Cluster TCP ports": port + 10000; redis.conf: cluster-port, cluster-announce-bus-port',
  isExaminable: (evidence) =>
    evidence.facts('answer').some(({text}) => /^Waiting for the cluster to join/.test(text)) ||
    evidence.facts('cluster-node').some(({node}) => node.flags.includes('handshake')),
  examine(evidence) {
    const waits = evidence
      .facts('answer')
      .filter(({text}) => /^Waiting for the cluster to join\.{20,}/.test(text))
    const [wait] = waits
    const hasLoopbackBind = evidence
      .directives('bind')
      .some(({words}) => /^-?(?:127\.|::1|localhost)/.test(words[0] ?? ''))
    const joining = evidence
      .facts('cluster-node')
      .filter(({node}) => node.flags.includes('handshake') && !node.isConnected)
    const [first] = joining
    if (wait === undefined && first !== undefined) return [joiningForEver(joining)]
    if (wait === undefined || hasLoopbackBind) return []
    const high = evidence.directives('port').filter(({words}) => Number(words[0]) > 55_535)
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: high.length > 0 ? 'certain' : 'possible',
      title:
        high.length > 0
          ? `The nodes do not meet: port ${high[0]?.words[0]} + 10000 is no port.`
          : 'The nodes do not meet: most likely they do not reach each other on the bus port (port + 10000).',
      why:
        'Creating a cluster sends CLUSTER MEET over the port of clients, which works; the nodes then speak on the bus port. ' +
        (high.length > 0
          ? 'It must be 65535 or lower.'
          : 'A firewall, a container that publishes only the port of clients, or addresses that the nodes cannot reach from each other stop that.'),
      evidence: [wait, ...high],
      fix:
        high.length > 0
          ? ['Choose a lower port, or set cluster-port (7.0 and later).']
          : [
              'Open port + 10000 between all nodes; in containers publish it too, with cluster-announce-ip, cluster-announce-port and cluster-announce-bus-port.',
            ],
      collect: [
        'From one node to each other: nc -vz HOST BUS-PORT',
        'redis-cli CLUSTER NODES   (handshake, disconnected)',
        'redis-cli CONFIG GET bind',
      ],
    }
    return [finding]
  },
}

function joiningForEver(joining: readonly NodeFact[]): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `${joinNames(joining.map(({node}) => node.address))} ${joining.length === 1 ? 'has' : 'have'} not joined: the handshake does not end, and the link is down.`,
    why: 'CLUSTER MEET was given, and this node does not reach the other one on its bus port: the port of clients + 10000, or cluster-port, which CLUSTER MEET takes as its third argument. An address of another machine, a firewall, or a container that publishes only the port of clients stops that. While it lasts, this list knows only some owners of slots.',
    evidence: joining,
    fix: [
      'Open the bus port between all nodes; where it is not port + 10000: redis-cli CLUSTER MEET HOST PORT BUS-PORT',
    ],
    avoid: ['No redis-cli --cluster fix now: it would give away slots that the other node has.'],
    collect: ['nc -vz HOST BUS-PORT   from this node', 'redis-cli CLUSTER NODES   on the other node'],
  }
}
