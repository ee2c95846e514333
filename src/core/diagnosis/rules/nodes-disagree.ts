import type {NodeFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {SlotRange} from '../../topology/slots.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface View {
  readonly name: string
  readonly nodes: readonly NodeFact[]
}

/** Nodes of a cluster disagree about who owns which slots: which nodes, which slots, at which epoch. */
export const nodesDisagree: Rule = {
  id: 'nodes-disagree',
  needs: 'CLUSTER NODES, or nodes.conf, of two nodes',
  source: 'redis.io, Cluster specification: the owner with the highest configEpoch counts',
  isExaminable: (evidence) => viewsOf(evidence).length > 1,
  examine(evidence) {
    const [first, ...others] = viewsOf(evidence)
    if (first === undefined) return []
    return others.flatMap((other): readonly Diagnosis[] => {
      const differences = compare(first, other)
      if (differences.length === 0) return []
      const words = differences.slice(0, 3).map(({range, a, b}) => {
        const slots =
          range.first === range.last ? `slot ${range.first}` : `slots ${range.first}-${range.last}`
        return `${slots}: ${ownerWords(a)} for ${first.name}, ${ownerWords(b)} for ${other.name}`
      })
      const count = differences.reduce((sum, {range}) => sum + range.last - range.first + 1, 0)
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${first.name} and ${other.name} disagree about ${count} slot${count === 1 ? '' : 's'}.`,
          why: `${words.join('; ')}${differences.length > 3 ? '; …' : ''}. The owner with the higher configEpoch is the newer one; a node that still has the older one sends clients to and fro. It has not heard of the change: a cut between the two, or two masters with one epoch.`,
          evidence: differences.flatMap(({a, b}) => [a, b]).filter((it) => it !== undefined),
          fix: [
            'See on the one with the lower epoch whether it reaches the new owner: redis-cli CLUSTER NODES, link-state; the bus port (port + 10000) of both.',
            'When all reach each other and it stays: redis-cli --cluster fix HOST:PORT, or CLUSTER SETSLOT SLOT NODE OWNER-ID on the node that is wrong.',
          ],
          collect: ['redis-cli CLUSTER NODES   on every node, at the same time'],
        },
      ]
    })
  },
}

function viewsOf(evidence: Case): readonly View[] {
  const nodes = evidence.facts('cluster-node').filter(({from}) => from === 'nodes')
  return [...groupBy(nodes, ({stream, list}) => `${stream} ${list}`).values()].map((list) => {
    const [first] = list as [NodeFact, ...NodeFact[]]
    const own = list.find(({node}) => node.flags.includes('myself'))
    return {name: own?.node.address ?? instanceNameOf(first.stream), nodes: list}
  })
}

interface Difference {
  readonly range: SlotRange
  readonly a: NodeFact | undefined
  readonly b: NodeFact | undefined
}

/** Ranges of slots of which both views have an owner, and not the same one. */
function compare(a: View, b: View): readonly Difference[] {
  const ownersA = ownersOf(a)
  const ownersB = ownersOf(b)
  const differences: Difference[] = []
  for (let slot = 0; slot < 16384; slot++) {
    const left = ownersA[slot]
    const right = ownersB[slot]
    if (left?.node.id === right?.node.id) continue
    const last = differences.at(-1)
    if (last !== undefined && last.range.last === slot - 1 && last.a === left && last.b === right) {
      differences[differences.length - 1] = {...last, range: {first: last.range.first, last: slot}}
    } else {
      differences.push({range: {first: slot, last: slot}, a: left, b: right})
    }
  }
  return differences
}

function ownersOf({nodes}: View): readonly (NodeFact | undefined)[] {
  const owners: (NodeFact | undefined)[] = new Array(16384).fill(undefined)
  for (const fact of nodes) for (const {first, last} of fact.node.slots) owners.fill(fact, first, last + 1)
  return owners
}

function ownerWords(fact: NodeFact | undefined): string {
  return fact === undefined ? 'nobody' : `${fact.node.address} (epoch ${fact.node.configEpoch})`
}
