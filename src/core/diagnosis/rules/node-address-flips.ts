import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Nodes of a cluster see one and the same node under addresses that change to and fro. */
export const nodeAddressFlips: Rule = {
  id: 'node-address-flips',
  needs: 'the log of a node of a cluster',
  source:
    'cluster.c: nodeUpdateAddressIfNeeded takes the source address of a link; redis.conf: cluster-announce-ip, bind',
  isExaminable: (evidence) =>
    evidence
      .facts('log')
      .some(({message}) => /FAIL message|Cluster state changed|Address updated|Failover auth/.test(message)),
  examine(evidence) {
    const updates = evidence.events('node-address-updated', 'own-address-updated')
    const byNode = groupBy(updates, (line) => nodeOf(line))
    return [...byNode].flatMap(([node, lines]): readonly Diagnosis[] => {
      const hosts = [...new Set(lines.map(hostOf))].filter((host) => host !== '')
      const isFlipping =
        lines.length > hosts.length || (lines.length > 1 && hosts.some((host) => host.startsWith('127.')))
      if (hosts.length < 2 || !isFlipping) return []
      const isLoopback = hosts.some((host) => host.startsWith('127.'))
      return [
        {
          severity: 'risk',
          certainty: 'likely',
          title: `The address of ${node.length === 40 ? `node ${node.slice(0, 8)}…` : node} changes to and fro between ${joinNames(hosts)}.`,
          why:
            'A node takes the address of another one from the connection that it gets. ' +
            (isLoopback
              ? 'Some connections come from 127.0.0.1: two nodes on one machine reach each other by loopback, bind names 127.0.0.1 first, or NAT rewrites the source. Nodes elsewhere are then told an address that is their own.'
              : 'Two ways lead to that node, or NAT rewrites the source.'),
          evidence: lines,
          fix: [
            'Put the network address first in bind, on every node: the first one is the source of outgoing connections.',
            'Or say it outright: cluster-announce-ip ADDRESS (Redis 4.0 and later) in each conf.',
          ],
          collect: [
            'redis-cli CLUSTER NODES   on each node: which address has the line with "myself", and which the others?',
          ],
        },
      ]
    })
  },
}

function nodeOf({message}: LogFact): string {
  return /node ([0-9a-f]{40})/.exec(message)?.[1] ?? 'this node'
}

function hostOf({message}: LogFact): string {
  return /(?:now|to) (\d{1,3}(?:\.\d{1,3}){3})/.exec(message)?.[1] ?? ''
}
