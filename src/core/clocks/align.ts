import {type Bound, findShortestPaths} from './shortest-paths.ts'

/**
 * Differences that satisfy all bounds and are as near as they can be to what is wanted: clocks are mostly right, so what the lines do
 * not refute is kept. One after the other takes the nearest value that its bounds leave, which then binds the others.
 *
 * @param start what the others are compared with: its difference is 0
 * @param wanted the difference of each that is wanted; of those that `members` does not name it is not looked at
 * @returns the difference of each member, by its place
 */
export function findNearest<Proof>(
  {
    start,
    members,
    wanted,
  }: {readonly start: number; readonly members: readonly number[]; readonly wanted: readonly number[]},
  bounds: readonly Bound<Proof>[],
): ReadonlyMap<number, number> {
  const count = wanted.length
  const found = new Map([[start, 0]])
  const all: Bound<Proof | undefined>[] = [...bounds]
  for (const member of members) {
    if (member === start) continue
    const hi = findShortestPaths(start, count, all)[member]?.ms ?? Number.POSITIVE_INFINITY
    const lo = 0 - (findShortestPaths(member, count, all)[start]?.ms ?? Number.POSITIVE_INFINITY)
    const value = Math.min(Math.max(wanted[member] ?? 0, lo), hi)
    found.set(member, value)
    all.push({from: start, to: member, ms: value, proof: undefined})
    all.push({from: member, to: start, ms: 0 - value, proof: undefined})
  }
  return found
}
