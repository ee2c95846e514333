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
  },
}
