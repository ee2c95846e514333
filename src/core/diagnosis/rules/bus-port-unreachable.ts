import type {AnswerFact, LogFact, NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {type Case, field, type ProcessLog} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Nodes do not meet: their bus port cannot be reached. */
export const busPortUnreachable: Rule = {
  id: 'bus-port-unreachable',
  needs:
    'the output of redis-cli --cluster create, CLUSTER NODES with a node in handshake, or the log of a node with loglevel verbose',
  source:
    'redis.io, Cluster: "Redis Cluster TCP ports": port + 10000; redis.conf: cluster-port, cluster-announce-bus-port',
  isExaminable: (evidence) =>
    evidence.facts('answer').some(({text}) => /^Waiting for the cluster to join/.test(text)) ||
    evidence.facts('cluster-node').some(({node}) => node.flags.includes('handshake')) ||
    evidence.hasEvents('bus-link-begun', 'bus-link-failed'),
  examine(evidence) {
    const byLog = evidence.logs.flatMap(linksFailing)
    if (byLog.length > 0) return byLog
    const wait = waitsForEver(evidence)
    const hasLoopbackBind = evidence
      .directives('bind')
      .some(({words}) => /^-?(?:127\.|::1|localhost)/.test(words[0] ?? ''))
    const joining = evidence
      .facts('cluster-node')
      .filter(({node}) => node.flags.includes('handshake') && !node.isConnected)
    const [first] = joining
    if (wait === undefined && first !== undefined)
      return [joiningForEver(joining, evidence.facts('cluster-node'))]
    if (wait === undefined || hasLoopbackBind) return []
    const high = evidence.directives('port').filter(({words}) => Number(words[0]) > 55_535)
    // Of a create the nodes are known, and so where each has its bus, unless it is told another port.
    const ports = [
      ...new Set(
        evidence
          .facts('cluster-node')
          .filter(({from}) => from === 'check')
          .map(({node}) => busOf(node.address)),
      ),
    ]
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: high.length > 0 ? 'certain' : 'possible',
      title:
        high.length > 0
          ? `The nodes do not meet: port ${high[0]?.words[0]} + 10000 is no port.`
          : `The nodes do not meet: most likely they do not reach each other on the bus port (port + 10000${ports.length === 0 ? '' : `: ${ports.slice(0, 6).join(', ')}`}).`,
      why:
        'Creating a cluster sends CLUSTER MEET over the port of clients, which works; the nodes then speak on the bus port. ' +
        (high.length > 0
          ? 'It must be 65535 or lower.'
          : 'A firewall, a container that publishes only the port of clients or maps it to another one, or addresses that the nodes cannot reach from each other stop that. With tls-cluster on, so do certificates that the nodes do not accept: their logs say it.'),
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

function joiningForEver(joining: readonly NodeFact[], all: readonly NodeFact[]): Diagnosis {
  const addresses = [...new Set(joining.map(({node}) => node.address))]
  const slots = new Set(all.flatMap(({node}) => node.slots.map(({first, last}) => `${first}-${last}`)))
  const served = [...slots].reduce((sum, range) => {
    const [first = 0, last = 0] = range.split('-').map(Number)
    return sum + last - first + 1
  }, 0)
  // A cluster in which nothing is missing is no new one: these are addresses that somebody in it still knows.
  if (served === 16384) return staleInHandshake(joining, addresses)
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `${joinNames(addresses)} ${addresses.length === 1 ? 'has' : 'have'} not joined: the handshake does not end, and the link is down.`,
    why: 'CLUSTER MEET was given, and this node does not reach the other one on its bus port: the port of clients + 10000, or cluster-port, which CLUSTER MEET takes as its third argument. An address of another machine, a firewall, or a container that publishes only the port of clients stops that. While it lasts, this list knows only some owners of slots.',
    evidence: joining,
    fix: [
      'Open the bus port between all nodes; where it is not port + 10000: redis-cli CLUSTER MEET HOST PORT BUS-PORT',
    ],
    avoid: ['No redis-cli --cluster fix now: it would give away slots that the other node has.'],
    collect: ['nc -vz HOST BUS-PORT   from this node', 'redis-cli CLUSTER NODES   on the other node'],
  }
}

/** cluster.c: clusterStartHandshake gives a random id, and clusterCron drops the node after node-timeout (1 s at least). */
function staleInHandshake(joining: readonly NodeFact[], addresses: readonly string[]): Diagnosis {
  const changing = addresses.filter(
    (address) =>
      new Set(joining.filter(({node}) => node.address === address).map(({node}) => node.id)).size > 1,
  )
  return {
    severity: 'risk',
    certainty: 'likely',
    title: `No node answers at ${joinNames(addresses)}: the cluster serves all slots, and keeps trying to greet ${addresses.length === 1 ? 'it' : 'them'}.`,
    why:
      'A node in handshake was named by CLUSTER MEET or by another node that still has it on record. Its id is made up for the greeting: it changes with each attempt' +
      `${changing.length > 0 ? ` (as that of ${joinNames(changing)} does here)` : ''}, so CLUSTER FORGET with it finds nothing. While one node of the cluster has the old record, the others hear of it again and again. Or the node runs, and its bus port (port + 10000) is not reached.`,
    evidence: joining,
    fix: [
      'If these nodes are gone for good: look for their real ids in CLUSTER NODES of every node (flag fail), and send CLUSTER FORGET ID to all nodes within 60 s, which is how long a node remembers to forget.',
      'If they should be there: open their bus port (port + 10000).',
    ],
    avoid: ['No redis-cli --cluster fix: no slot is missing.'],
    collect: [
      'redis-cli CLUSTER NODES   on every node: who lists them as fail, with which id?',
      'nc -vz HOST BUS-PORT',
    ],
  }
}

/** `10.0.0.1:16379` of the node at `10.0.0.1:6379`. */
function busOf(address: string): string {
  const colon = address.lastIndexOf(':')
  return `${address.slice(0, colon)}:${Number(address.slice(colon + 1)) + 10_000}`
}

/** The line of a create that waits for longer than a join takes: its dots stand behind it, or in the next line. */
function waitsForEver(evidence: Case): AnswerFact | undefined {
  const answers = evidence.facts('answer')
  return answers.find(({text, place}, index) => {
    if (!/^Waiting for the cluster to join/.test(text)) return false
    const next = answers[index + 1]
    const isNext = next?.place.path === place.path && next.place.line === place.line + 1
    return /\.{20,}$/.test(text) || (isNext && /^\.{20,}$/.test(next.text))
  })
}

/** A node that connects to the bus port of another one again and again, and gets through to none. */
function linksFailing({name, lines}: ProcessLog): readonly Diagnosis[] {
  const failed = lines.filter(
    ({event}) => event?.kind === 'bus-link-failed' || event?.kind === 'bus-link-broken',
  )
  const begun = lines.filter(({event}) => event?.kind === 'bus-link-begun')
  const addresses = [
    ...new Set([...begun, ...failed].map((line) => field(line, 'address')).filter((it) => it !== '')),
  ]
  if (failed.length < 2 || lines.some(isMet) || addresses.length === 0) return []
  const reasons = [...new Set(failed.map((line) => field(line, 'reason')))]
  const isTimeout = reasons.some((it) => /timed out/.test(it))
  return [
    {
      severity: 'cause',
      certainty: 'likely',
      title: `${name} does not get through to the bus port of ${joinNames(addresses.slice(0, 4))}: ${reasons.slice(0, 2).join(', ')} (${countTimes(failed)} times).`,
      why: `Nodes speak with each other on a port of their own: that of clients + 10000, or cluster-port. ${isTimeout ? 'No answer came: a firewall or a security group drops what goes there, or no machine has that address.' : 'Nothing listens there, or it is refused.'} That the port of clients is reached says nothing of this one. While it lasts, the node does not join, or counts as down.`,
      evidence: [...begun.slice(0, 2), ...failed],
      fix: [
        'Open that port between all nodes, both ways; in containers publish it too, with cluster-announce-ip, cluster-announce-port and cluster-announce-bus-port.',
      ],
      collect: [
        `From the machine of ${name}: nc -vz ${addresses[0]?.replace(/:(\d+)$/, ' $1')}`,
        'redis-cli CLUSTER NODES   (handshake, disconnected)',
      ],
    },
  ]
}

function isMet({event}: LogFact): boolean {
  return event?.kind === 'handshake-completed'
}
