import type {NodeFact} from '../evidence/facts.ts'
import type {Case} from './case.ts'
import {groupBy} from './group-by.ts'

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
