import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A node of a cluster announces an address that it has no more. */
export const ownAddressStale: Rule = {
  id: 'own-address-stale',
  needs: 'CLUSTER NODES of a node, and an attempt to reach it or its own address',
  source:
    'cluster.c: clusterLoadConfig takes the own address from nodes.conf; redis.conf: cluster-announce-ip',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({node}) => node.flags.includes('myself')),
  examine(evidence) {
    return [...seenElsewhere(evidence), ...ofItself(evidence)]
  },
}

/** One node at two addresses: by its own list, and by that of another one. */
function seenElsewhere(evidence: Case): readonly Diagnosis[] {
  const nodes = evidence.facts('cluster-node').filter(({from}) => from === 'nodes')
  return nodes.flatMap((fact): readonly Diagnosis[] => {
    const {node} = fact
    if (!node.flags.includes('myself') || node.address.startsWith(':')) return []
    const others = nodes.filter(
      (it) =>
        it.node.id === node.id &&
        !it.node.flags.includes('myself') &&
        !it.node.address.startsWith(':') &&
        it.node.address !== node.address,
    )
    const [other] = others
    // An id that two nodes have is another matter.
    const isShared = nodes.some(
      (it) =>
        it.node.id === node.id &&
        it !== fact &&
        it.node.flags.includes('myself') &&
        it.node.address !== node.address,
    )
    if (other === undefined || isShared) return []
    const pods = evidence.facts('naming')
    const hostOf = (address: string) => address.slice(0, address.lastIndexOf(':'))
    const isOwnReal = pods.some(({host}) => host === hostOf(node.address))
    const isOtherReal = pods.some(({host}) => host === hostOf(other.node.address))
    const isKnown = isOwnReal !== isOtherReal
    const [right, wrong] = isOtherReal
      ? [other.node.address, node.address]
      : [node.address, other.node.address]
    return [
      {
        severity: 'cause',
        certainty: isKnown ? 'certain' : 'likely',
        title: `The node ${node.id.slice(0, 8)}… is at ${node.address} by its own list, and at ${other.node.address} by that of ${joinNames([...new Set(others.map(({stream}) => instanceNameOf(stream)))])}.`,
        why: `${isKnown ? `A pod has the address of ${right}; ${wrong} is an old one. ` : 'One of the two is an old one: these lists do not say which. '}nodes.conf keeps the address that a node had, cluster-announce-ip the one that was set at its start, and others learn a new one from its pings. Until all agree, clients are sent to an address where nothing answers, by the nodes that have the old one.`,
        evidence: [fact, ...others, ...pods.filter(({host}) => host === hostOf(right))],
        fix: [
          `On that node: redis-cli CONFIG SET cluster-announce-ip ${isKnown ? hostOf(right) : 'ITS-ADDRESS'}; at each start from the address of the pod (POD_IP of the downward API).`,
          'On a node that goes on with the old one: redis-cli CLUSTER MEET ITS-ADDRESS PORT',
        ],
        collect: isKnown
          ? []
          : [
              'hostname -i   on that node',
              'redis-cli CONFIG GET cluster-announce-ip   on that node',
              'redis-cli CLUSTER NODES   on every node, at the same time',
            ],
      },
    ]
  })
}

function ofItself(evidence: Case): readonly Diagnosis[] {
  const answers = evidence.facts('answer')
  const own = evidence.facts('own-address')
  return evidence.facts('cluster-node').flatMap((fact): readonly Diagnosis[] => {
    const {node} = fact
    if (!node.flags.includes('myself')) return []
    const host = node.address.slice(0, node.address.lastIndexOf(':'))
    const refused = answers.filter(
      ({text}) => text.includes('Could not connect') && text.includes(`${node.address}:`),
    )
    const reached = answers.filter(({text, command}) => /^PONG/.test(text) && command !== undefined)
    const others = own.filter((it) => it.host !== host)
    if (refused.length === 0 && others.length === 0) return []
    if (own.some((it) => it.host === host)) return []
    const [real] = others
    return [
      {
        severity: 'cause',
        certainty: refused.length > 0 && real !== undefined ? 'certain' : 'likely',
        title: `The node announces ${host}, an old address of its own${real === undefined ? '' : `; its real one is ${real.host}`}.`,
        why:
          'nodes.conf keeps the address that a node had. When it comes back with another one (a restarted pod), it goes on with the old one until another node tells it better. ' +
          `So CLUSTER SLOTS sends clients to ${node.address}, where nothing answers. The node itself runs${reached.length > 0 ? ', and the others are reachable' : ''}.`,
        evidence: [fact, ...refused, ...others, ...reached.slice(0, 2)],
        fix: [
          `Now, on that node: redis-cli CONFIG SET cluster-announce-ip ${real?.host ?? 'ITS-ADDRESS'}`,
          'At each start: cluster-announce-ip with the address of the pod (POD_IP of the downward API), or rewrite the line with "myself" in nodes.conf before the server starts.',
        ],
        collect:
          real === undefined
            ? ['hostname -i   on the node', 'redis-cli CLUSTER NODES   on another node']
            : [],
      },
    ]
  })
}
