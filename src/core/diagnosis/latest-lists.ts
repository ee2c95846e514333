import type {NodeFact} from '../evidence/facts.ts'
import {groupBy} from './group-by.ts'

/** The node that made a list; undefined where its own line is not in it. */
export function viewerOf(nodes: readonly NodeFact[]): string | undefined {
  return nodes.find(({node}) => node.flags.includes('myself'))?.node.id
}

/** Nodes without the older lists of a text: where one node was asked several times, the last answer holds. */
export function latestLists(nodes: readonly NodeFact[]): readonly NodeFact[] {
  const lists = groupBy(nodes, ({stream, list}) => `${stream} ${list}`)
  const latest = new Map<string, readonly NodeFact[]>()
  for (const [key, list] of lists) {
    const viewer = viewerOf(list)
    latest.set(viewer === undefined ? key : `${list[0]?.stream} of ${viewer}`, list)
  }
  const kept = new Set([...latest.values()].flat())
  return nodes.filter((node) => kept.has(node))
}
