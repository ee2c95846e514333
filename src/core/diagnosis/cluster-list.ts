import type {NodeFact} from '../evidence/facts.ts'
import {formatSlots} from '../topology/slots.ts'
import type {Case} from './case.ts'
import {groupBy} from './group-by.ts'
import {viewerOf} from './latest-lists.ts'

/** All nodes of a cluster as one of them lists them; empty where no list is whole. */
export function wholeClusterList(evidence: Case): readonly NodeFact[] {
  const lists = groupBy(
    evidence.facts('cluster-node').filter(({from}) => from !== 'check'),
    ({stream, list}) => `${stream} ${list}`,
  )
  const whole = [...lists.values()].find((nodes) => nodes.some(({node}) => node.flags.includes('myself')))
  // A node that has not met all others yet knows only a part of the cluster.
  if (
    whole === undefined ||
    isCut(whole, evidence) ||
    whole.some(({node}) => node.flags.includes('handshake'))
  )
    return []
  return whole.filter(({node}) => !node.flags.includes('noaddr'))
}

/** Whose view of a cluster a finding is made from, and how sure that lets it be. */
export interface Viewpoint {
  readonly certainty: 'certain' | 'likely'
  /** To begin the explanation with; empty where several say the same. */
  readonly words: string
  /** What would show whether the others see it so. */
  readonly collect: readonly string[]
}

/**
 * Whether a list of the nodes stands alone: a node that was cut off lists what it saw last, while the others have gone on. Lists of
 * two nodes that name the same owners of the same slots agree, and `redis-cli --cluster check` has asked all nodes.
 */
export function viewpointOf(nodes: readonly NodeFact[], evidence: Case): Viewpoint {
  const lists = groupBy(evidence.facts('cluster-node'), ({stream, list}) => `${stream} ${list}`)
  const owners = ownersIn(nodes)
  // A list without its own node was filtered, and may be that of any.
  const viewers = new Set(
    [...lists.values()]
      .filter((list) => ownersIn(list) === owners)
      .map(viewerOf)
      .filter((viewer) => viewer !== undefined),
  )
  if (viewers.size > 1 || nodes.some(({from}) => from === 'check'))
    return {certainty: 'certain', words: '', collect: []}
  const myself = nodes.find(({node}) => node.flags.includes('myself'))
  const who = myself === undefined ? 'one node' : nameOfNode(myself)
  return {
    certainty: 'likely',
    words: `This is the view of ${who} alone. `,
    collect: [`redis-cli CLUSTER NODES   on the other nodes: do they list the same as ${who}?`],
  }
}

/** Who has which slots, and who of them failed. */
function ownersIn(nodes: readonly NodeFact[]): string {
  return nodes
    .filter(({node}) => node.slots.length > 0)
    .map(({node}) => `${node.id} ${formatSlots(node.slots)} ${node.flags.includes('fail') ? 'fail' : ''}`)
    .toSorted()
    .join()
}

/** A node by its address, or by its id where the list has none. */
export function nameOfNode({node}: NodeFact): string {
  return node.address.startsWith(':') ? `node ${node.id.slice(0, 8)}…` : node.address
}

/** The host of a node; empty of one that is listed as `:0`, since it does not know its own address. */
export function hostOf({node}: NodeFact): string {
  return node.address.slice(0, node.address.lastIndexOf(':'))
}

/** Whether a list was pasted in part: it names the master of a replica that is not in it, or ends within a line. */
export function isCut(nodes: readonly NodeFact[], evidence: Case): boolean {
  const ids = new Set(nodes.map(({node}) => node.id))
  const last = nodes.at(-1)?.place
  return (
    nodes.some(({node}) => node.masterId !== undefined && !ids.has(node.masterId)) ||
    evidence.evidence.some(({path, unread}) =>
      unread.some(
        ({place, text}) =>
          path === last?.path && place.line === last.line + 1 && /^[0-9a-f]{8,40} \S*:\d/.test(text),
      ),
    )
  )
}
