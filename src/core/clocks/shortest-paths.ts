/** `to` is at most `ms` more than `from`: a bound of a difference. */
export interface Bound<Proof> {
  readonly from: number
  readonly to: number
  readonly ms: number
  readonly proof: Proof
}

/** How far a node is from the start, and over which bounds. */
export interface Distance<Proof> {
  readonly ms: number
  readonly path: readonly Bound<Proof>[]
}

/**
 * The shortest paths from one node to all others: with bounds of differences, the tightest bound of each (Bellman-Ford). There must
 * be no cycle that contradicts itself: see `findContradiction`.
 *
 * @returns undefined for what no path leads to
 */
export function findShortestPaths<Proof>(
  start: number,
  count: number,
  bounds: readonly Bound<Proof>[],
): readonly (Distance<Proof> | undefined)[] {
  const best: (number | undefined)[] = new Array(count).fill(undefined)
  const last: (Bound<Proof> | undefined)[] = new Array(count).fill(undefined)
  best[start] = 0
  for (let round = 0; round < count && relax(best, last, bounds).length > 0; round += 1);
  return best.map((ms, node) => (ms === undefined ? undefined : {ms, path: pathTo(node, start, last)}))
}

/** A cycle of bounds whose sum is below zero, which cannot all hold; undefined when there is none. */
export function findContradiction<Proof>(
  count: number,
  bounds: readonly Bound<Proof>[],
): readonly Bound<Proof>[] | undefined {
  // As if a node before all others had a bound of 0 to each.
  const best: (number | undefined)[] = new Array(count).fill(0)
  const last: (Bound<Proof> | undefined)[] = new Array(count).fill(undefined)
  let moved: readonly number[] = []
  for (let round = 0; round <= count; round += 1) {
    moved = relax(best, last, bounds)
    if (moved.length === 0) return undefined
  }
  // So many steps back from a node that still moves, one is on the cycle.
  let node = moved[0] ?? 0
  for (let step = 0; step < count; step += 1) node = last[node]?.from ?? node
  const cycle: Bound<Proof>[] = []
  let at = node
  do {
    const bound = last[at]
    if (bound === undefined) return undefined
    cycle.unshift(bound)
    at = bound.from
  } while (at !== node)
  return cycle
}

function relax<Proof>(
  best: (number | undefined)[],
  last: (Bound<Proof> | undefined)[],
  bounds: readonly Bound<Proof>[],
): readonly number[] {
  const moved: number[] = []
  for (const bound of bounds) {
    const from = best[bound.from]
    if (from === undefined) continue
    const ms = from + bound.ms
    const so = best[bound.to]
    if (so !== undefined && so <= ms) continue
    best[bound.to] = ms
    last[bound.to] = bound
    moved.push(bound.to)
  }
  return moved
}

function pathTo<Proof>(
  node: number,
  start: number,
  last: readonly (Bound<Proof> | undefined)[],
): readonly Bound<Proof>[] {
  const path: Bound<Proof>[] = []
  for (let at = node; at !== start && path.length < last.length; ) {
    const bound = last[at]
    if (bound === undefined) break
    path.unshift(bound)
    at = bound.from
  }
  return path
}
