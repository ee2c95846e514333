import type {NodeFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import type {SlotRange} from '../../topology/slots.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import {viewerOf} from '../latest-lists.ts'
import type {Rule} from '../rule.ts'

interface View {
  readonly name: string
  readonly nodes: readonly NodeFact[]
  /** The owner of each slot. */
  readonly owners: readonly (NodeFact | undefined)[]
}

/** Nodes of a cluster disagree about who owns which slots: which nodes, which slots, at which epoch. */
export const nodesDisagree: Rule = {
  id: 'nodes-disagree',
  needs: 'CLUSTER NODES, or nodes.conf, of two nodes',
  source: 'redis.io, Cluster specification: the owner with the highest configEpoch counts',
  isExaminable: (evidence) => findViews(evidence).length > 1,
  examine(evidence) {
    // Those that agree with each other, the largest group first: it is what the others are compared with.
    const groups = [
      ...groupBy(findViews(evidence), ({owners}) => owners.map((it) => it?.node.id ?? '').join()),
    ]
      .map(([, views]) => views)
      .toSorted((a, b) => b.length - a.length)
    const [most = [], ...others] = groups
    return others.flatMap((group) => compare(most, group))
  },
}

function compare(most: readonly View[], group: readonly View[]): readonly Diagnosis[] {
  const [reference] = most
  const [other] = group
  if (reference === undefined || other === undefined) return []
  const differences = findDifferences(reference, other)
  const count = differences.reduce((sum, {range}) => sum + range.last - range.first + 1, 0)
  const who = joinNames(group.map(({name}) => name))
  const all = joinNames(most.map(({name}) => name))
  const words = differences.slice(0, 3).map(({range, a, b}) => {
    const slots = range.first === range.last ? `slot ${range.first}` : `slots ${range.first}-${range.last}`
    return `${slots}: ${describeOwner(b)} for ${who}, ${describeOwner(a)} for ${all}`
  })
  // The nodes.conf of a node that has ended is of then, and files may have been copied at different times.
  const isOfFiles = group.every(isConf) || most.every(isConf)
  return [
    {
      severity: isOfFiles ? 'note' : 'cause',
      certainty: isOfFiles ? 'possible' : 'certain',
      title: isOfFiles
        ? `The lists of nodes of ${joinNames([...group, ...most].map(({name}) => name))} differ in ${count} slot${count === 1 ? '' : 's'}.`
        : `${who} and ${all} disagree about ${count} slot${count === 1 ? '' : 's'}.`,
      why:
        `${words.join('; ')}${differences.length > 3 ? '; …' : ''}. The owner with the higher configEpoch is the newer one. ` +
        (isOfFiles
          ? 'These are nodes.conf files: one of them may simply be older, of a node that has ended, or from an earlier copy.'
          : 'A node that still has the older one sends clients to and fro. It has not heard of the change: a cut between the two, or two masters with one epoch.'),
      evidence: differences.flatMap(({a, b}) => [b, a]).filter((it) => it !== undefined),
      fix: isOfFiles
        ? []
        : [
            'See on the one with the lower epoch whether it reaches the new owner: redis-cli CLUSTER NODES, link-state; the bus port (port + 10000) of both.',
            'When all reach each other and it stays: redis-cli --cluster fix HOST:PORT, or CLUSTER SETSLOT SLOT NODE OWNER-ID on the node that is wrong.',
          ],
      collect: ['redis-cli CLUSTER NODES   on every node that runs, at the same time'],
    },
  ]
}

function isConf({nodes}: View): boolean {
  return nodes.every(({from}) => from === 'conf')
}

function findViews(evidence: Case): readonly View[] {
  const nodes = evidence.facts('cluster-node').filter(({from}) => from !== 'check')
  const lists = [...groupBy(nodes, ({stream, list}) => `${stream} ${list}`).values()]
  // A list without its own node was filtered, or pasted in part: what it lacks may only be cut.
  return lists
    .filter((list) => viewerOf(list) !== undefined)
    .map((list) => {
      const [first] = list as [NodeFact, ...NodeFact[]]
      const owners: (NodeFact | undefined)[] = new Array(16384).fill(undefined)
      for (const fact of list)
        for (const range of fact.node.slots) owners.fill(fact, range.first, range.last + 1)
      return {name: instanceNameOf(first.stream), nodes: list, owners}
    })
}

interface Difference {
  readonly range: SlotRange
  readonly a: NodeFact | undefined
  readonly b: NodeFact | undefined
}

/** Ranges of slots that two views give to different nodes. */
function findDifferences(a: View, b: View): readonly Difference[] {
  const differences: Difference[] = []
  for (let slot = 0; slot < 16384; slot++) {
    const left = a.owners[slot]
    const right = b.owners[slot]
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

function describeOwner(fact: NodeFact | undefined): string {
  return fact === undefined
    ? 'no node'
    : `${fact.node.address.startsWith(':') ? `${fact.node.id.slice(0, 8)}…` : fact.node.address} (epoch ${fact.node.configEpoch})`
}
