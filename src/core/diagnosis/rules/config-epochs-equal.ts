import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {formatSlots} from '../../topology/slots.ts'
import {viewpointOf} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Two masters have one configEpoch: which of them owns a slot is open. */
export const configEpochsEqual: Rule = {
  id: 'config-epochs-equal',
  needs: 'CLUSTER NODES, or nodes.conf, of a node',
  source:
    'redis.io, Cluster specification: "Configuration epochs"; cluster.c: clusterHandleConfigEpochCollision',
  isExaminable: (evidence) => evidence.has('cluster-node') || evidence.hasEvents('config-epoch-collision'),
  examine(evidence) {
    // Two lists that follow each other without a gap are read as one: a node that is there twice is still one.
    const lists = groupBy(
      evidence.facts('cluster-node').filter(({from}) => from !== 'check'),
      ({stream, list}) => `${stream} ${list}`,
    )
    const collisions = evidence.facts('log').filter(({message}) => /configEpoch collision/.test(message))
    const found: Diagnosis[] = []
    for (const nodes of lists.values()) {
      const masters = nodes.filter(
        (fact, index) =>
          isServingMaster(fact) && nodes.findIndex(({node}) => node.id === fact.node.id) === index,
      )
      for (const [epoch, same] of groupBy(masters, ({node}) => node.configEpoch)) {
        if (same.length < 2) continue
        const view = viewpointOf(nodes, evidence)
        const isCut = same.some(({node}) => !node.isConnected)
        found.push({
          severity: epoch > 0 && isCut ? 'cause' : 'risk',
          certainty: view.certainty,
          title: `${same.length} masters have one configEpoch, ${epoch}: ${joinNames(same.map(({node}) => node.address))}.`,
          why:
            `${view.words}Of two masters that claim a slot, the one with the higher configEpoch has it. With equal epochs each goes on believing itself, and other nodes keep whom they heard first. ` +
            'It comes from CLUSTER FAILOVER TAKEOVER, CLUSTER SETSLOT or a resharding on two sides at once, or from nodes.conf files that were copied. ' +
            (isCut
              ? 'From 3.0 on, Redis ends it by itself when the two exchange pings: the one with the smaller id takes a new epoch. Here a link is down, so they do not.'
              : 'From 3.0 on, Redis ends it by itself within seconds, as soon as the two exchange pings: a list that was taken just then shows it, too.'),
          evidence: [...same, ...collisions],
          fix: [
            'See whether they reach each other on the bus port (port + 10000): redis-cli -h NODE CLUSTER NODES on both, link-state of the other.',
            'When only one should be the master: redis-cli -h THE-OTHER CLUSTER FAILOVER on a replica of the right one, or CLUSTER BUMPEPOCH on the one that should win.',
          ],
          collect: ['redis-cli CLUSTER NODES   on every node, in one file each'],
        })
      }
    }
    return [...found.slice(0, 2), ...(found.length > 0 ? [] : claims([...lists.values()].flat()))]
  },
}

/** Two masters each of which, by its own list, owns the same slots at the same epoch. */
function claims(nodes: readonly NodeFact[]): readonly Diagnosis[] {
  const own = nodes.filter((fact) => fact.node.flags.includes('myself') && isServingMaster(fact))
  return own.flatMap((a, index) =>
    own.slice(index + 1).flatMap((b): readonly Diagnosis[] => {
      const common = a.node.slots.flatMap((range) =>
        b.node.slots.flatMap(({first, last}) => {
          const both = {first: Math.max(first, range.first), last: Math.min(last, range.last)}
          return both.first <= both.last ? [both] : []
        }),
      )
      if (a.node.id === b.node.id || a.node.configEpoch !== b.node.configEpoch || common.length === 0)
        return []
      const [nameA, nameB] = [a, b].map((it) => nameIn(it, nodes))
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${nameA} and ${nameB} both own ${formatSlots(common)}, each by its own list, and both at configEpoch ${a.node.configEpoch}.`,
          why: 'Of two masters that claim a slot, the one with the higher configEpoch has it. With equal epochs neither gives way: each takes writes for these slots, and clients get what the node that they asked says. From 3.0 on, the one with the smaller id takes a new epoch as soon as the two exchange pings; here they did not, or the files are of different moments.',
          evidence: [a, b],
          fix: [
            'See first which of the two has the data that counts: redis-cli -h NODE DBSIZE, and INFO replication, on both.',
            'On that one: redis-cli CLUSTER BUMPEPOCH. The other one then gives way, and loses what only it has: save it before, redis-cli -h OTHER --rdb other.rdb',
          ],
          collect: ['redis-cli CLUSTER NODES   on both, at the same time, while they run'],
        },
      ]
    }),
  )
}

/** Its address; of one that lists itself as `:0` the address that another list has for its id. */
function nameIn(fact: NodeFact, nodes: readonly NodeFact[]): string {
  if (!fact.node.address.startsWith(':')) return fact.node.address
  const known = nodes.find(({node}) => node.id === fact.node.id && !node.address.startsWith(':'))
  return known?.node.address ?? `${fact.node.id.slice(0, 8)}…`
}

function isServingMaster({node}: NodeFact): boolean {
  return node.flags.includes('master') && node.slots.length > 0
}
