import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** A node is known at 127.0.0.1 while others are on other machines: no other node reaches it there. */
export const nodeAtLoopback: Rule = {
  id: 'node-at-loopback',
  needs: 'CLUSTER NODES of a node',
  source:
    'cluster.c: clusterProcessPacket takes the own address from the connection of a MEET, and that of others from the connections that come in (nodeUpdateAddressIfNeeded)',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({from}) => from !== 'check'),
  examine(evidence) {
    const lists = groupBy(
      evidence.facts('cluster-node').filter(({from}) => from !== 'check'),
      ({stream, list}) => `${stream} ${list}`,
    )
    return [...lists.values()].flatMap((nodes): readonly Diagnosis[] => {
      const local = nodes.filter(({node}) => isLoopback.test(node.address))
      const elsewhere = nodes.filter(
        ({node}) => !isLoopback.test(node.address) && !/^:|^\?/.test(node.address),
      )
      if (local.length === 0 || elsewhere.length === 0 || nodes.length < 3) return []
      const myself = local.find(({node}) => node.flags.includes('myself'))
      const others = local.filter((fact) => fact !== myself)
      const same = [...groupBy(local, ({node}) => node.address).values()].filter((it) => it.length > 1)
      const mistaken = evidence.facts('log').filter(({message}) => /mismatching sender ID/.test(message))
      return [
        {
          severity: 'cause',
          certainty: myself !== undefined && others.length === 0 ? 'likely' : 'certain',
          title: `${joinNames(local.map(nameOf))} ${local.length === 1 ? 'is' : 'are'} listed at a loopback address, while ${elsewhere.length === 1 ? '1 other node is' : `${elsewhere.length} other nodes are`} elsewhere.`,
          why:
            'A loopback address leads each machine to itself. ' +
            `${myself === undefined ? '' : 'A node takes its own address from the connection on which it was greeted, and the others from where its connections come: through a proxy beside it (a service mesh, a sidecar) or a MEET with 127.0.0.1 that is a loopback one. Clients that ask this node are sent to 127.0.0.1. '}` +
            `${same.length > 0 ? `${same[0]?.length} nodes have one address here, ${same[0]?.[0]?.node.address}: for this node the other one is where it is itself, so it greets itself${mistaken.length > 0 ? ', and hears an id that it did not expect' : ''}, and the link stays down although that node may well run. ` : ''}` +
            'It stays so for as long as the connections come from there.',
          evidence: [...local, ...mistaken],
          fix: [
            'On each node: redis-cli CONFIG SET cluster-announce-ip ITS-ADDRESS, as the others reach it, then CONFIG REWRITE (in Kubernetes from POD_IP of the downward API, at each start).',
            'Then on a node that is right, for each that is still wrong there: redis-cli CLUSTER MEET ITS-ADDRESS PORT',
            'Take the bus port (port + 10000) out of what a proxy beside the node catches.',
          ],
          avoid: ['No CLUSTER FORGET and no reset of a node for that: it has not failed.'],
          collect: [
            'redis-cli CLUSTER NODES   on every node, each into a file of its own',
            'hostname -i   on each machine',
          ],
        },
      ]
    })
  },
}

const isLoopback = /^(?:127\.|\[?::1\]?:)/

function nameOf({node}: NodeFact): string {
  return `${node.id.slice(0, 8)}… (${node.address}${node.flags.includes('myself') ? ', the node that was asked' : node.isConnected ? '' : ', link down'})`
}
