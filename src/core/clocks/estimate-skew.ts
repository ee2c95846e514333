import type {CausalPair} from './causal-pair.ts'
import type {ClockInstance} from './clock-instance.ts'
import {findClusterPairs} from './cluster-pairs.ts'
import {findReplicationPairs} from './replication-pairs.ts'
import {findSentinelPairs} from './sentinel-pairs.ts'
import {type Bound, findContradiction, findShortestPaths} from './shortest-paths.ts'

/**
 * How far a clock is ahead of that of the reference (positive) or behind it (negative), at least and at most, in milliseconds. An end
 * that nothing shows is infinite.
 */
export interface Skew {
  /**
   * The place in the list of the instance that it is compared with: of all that pairs connect with each other, the one with which most
   * are in step, else the one with most pairs. Its own skew is 0.
   */
  readonly reference: number
  readonly loMs: number
  readonly hiMs: number
  /** The pairs of lines that prove that it is at least so much: one, or a chain over other instances. */
  readonly loBy: readonly CausalPair[]
  readonly hiBy: readonly CausalPair[]
}

/** Bounds that cannot all hold: a clock was set in between, or runs at another speed. */
export interface Contradiction {
  /** The names of the instances whose lines contradict each other. */
  readonly instances: readonly string[]
  /** By how much they do: so far a clock moved at least. */
  readonly byMs: number
  readonly pairs: readonly CausalPair[]
}

/** What the lines show of all clocks. */
export interface SkewEstimate {
  /** Of each instance in the order of the list; null where no pair connects it with another. */
  readonly skews: readonly (Skew | null)[]
  readonly contradictions: readonly Contradiction[]
  /** All bounds that hold together: the clock of `to` is ahead of that of `from` by at most so much. */
  readonly bounds: readonly Bound<CausalPair>[]
}

/** Over days, good clocks drift apart by so much: no contradiction worth a word. */
const driftMs = 500

/**
 * Estimates how far clocks are apart, from lines that two instances wrote of one event: the first was written before the second,
 * whatever the clocks show. Each pair bounds the difference of two clocks on one side; all bounds together give an interval,
 * also over chains of instances.
 *
 * @param masters how many masters with slots a cluster has, where that is known: with 3 or 4, its votes bound more
 */
export function estimateSkew(instances: readonly ClockInstance[], masters?: number): SkewEstimate {
  const isAlone = instances.filter(({lines}) => lines.length > 0).length < 2
  if (isAlone) return {skews: instances.map(() => null), contradictions: [], bounds: []}
  const pairs = [
    ...findSentinelPairs(instances),
    ...findReplicationPairs(instances),
    ...findClusterPairs(instances, masters),
  ]
  const resolutions = instances.map(resolutionOf)
  const tightest = findTightest(pairs, resolutions)
  const {bounds, contradictions} = settle(tightest, instances)
  const skews: (Skew | null)[] = instances.map(() => null)
  for (const [central, members] of findGroups(pairs, instances.length)) {
    const group = {members, count: instances.length, bounds}
    const reference = chooseReference(compareWith(central, group), central)
    for (const [index, skew] of compareWith(reference, group)) skews[index] = skew
  }
  return {skews, contradictions, bounds}
}

/** The skews of the members of a group from one of them. */
function compareWith(
  reference: number,
  {
    members,
    count,
    bounds,
  }: {
    readonly members: readonly number[]
    readonly count: number
    readonly bounds: readonly Bound<CausalPair>[]
  },
): ReadonlyMap<number, Skew> {
  const upper = findShortestPaths(reference, count, bounds)
  const lower = findShortestPaths(reference, count, bounds.map(turnRound))
  return new Map(
    members.flatMap((index) => {
      const [hi, lo] = [upper[index], lower[index]]
      if (hi === undefined && lo === undefined) return []
      const skew: Skew = {
        reference,
        loMs: lo === undefined ? Number.NEGATIVE_INFINITY : 0 - lo.ms,
        hiMs: hi?.ms ?? Number.POSITIVE_INFINITY,
        loBy: lo?.path.map(({proof}) => proof) ?? [],
        hiBy: hi?.path.map(({proof}) => proof) ?? [],
      }
      return [[index, skew] as const]
    }),
  )
}

/** Clocks are in step when they may be so near to each other, and are certainly not far apart. */
const inStepMs = 1000
const certainMs = 5000

/** The instance with which most others are in step: its clock is the likeliest to be right. The central one where several are equal. */
function chooseReference(skews: ReadonlyMap<number, Skew>, central: number): number {
  const inStepWith = (one: Skew | undefined) =>
    [...skews.values()].filter((other) => {
      if (one === undefined) return false
      const [lo, hi] = [one.loMs - other.hiMs, one.hiMs - other.loMs]
      return lo <= inStepMs && hi >= -inStepMs && hi - lo <= certainMs
    }).length
  let best = central
  for (const [index, skew] of skews) {
    if (inStepWith(skew) > inStepWith(skews.get(best))) best = index
  }
  return best
}

function turnRound(bound: Bound<CausalPair>): Bound<CausalPair> {
  return {...bound, from: bound.to, to: bound.from}
}

/** A stamp is cut, not rounded: to milliseconds, before 2.6 to seconds. */
function resolutionOf({lines}: ClockInstance): number {
  return lines.some(({at}) => at % 1000 !== 0) ? 1 : 1000
}

/** Of each two instances and each side the pair that bounds most. */
function findTightest(
  pairs: readonly CausalPair[],
  resolutions: readonly number[],
): readonly Bound<CausalPair>[] {
  const tightest = new Map<string, Bound<CausalPair>>()
  for (const pair of pairs) {
    const {cause, effect} = pair
    const [from, to] = [cause.instance, effect.instance]
    const ms = effect.line.at - cause.line.at + (resolutions[to] ?? 1)
    const key = `${from} ${to}`
    const so = tightest.get(key)
    if (so === undefined || ms < so.ms) tightest.set(key, {from, to, ms, proof: pair})
  }
  return [...tightest.values()]
}

/** Takes out what contradicts itself, and widens what does so only by the drift of clocks. */
function settle(
  tightest: readonly Bound<CausalPair>[],
  instances: readonly ClockInstance[],
): {readonly bounds: readonly Bound<CausalPair>[]; readonly contradictions: readonly Contradiction[]} {
  let bounds = tightest
  const contradictions: Contradiction[] = []
  // Each round takes a bound out or makes one wider.
  for (let round = 0; round < 1000; round += 1) {
    const cycle = findContradiction(instances.length, bounds)
    if (cycle === undefined) break
    const byMs = -cycle.reduce((sum, {ms}) => sum + ms, 0)
    const share = Math.ceil(byMs / cycle.length)
    if (byMs > driftMs)
      contradictions.push({
        instances: [...new Set(cycle.map(({from}) => instances[from]?.name ?? ''))],
        byMs,
        pairs: cycle.map(({proof}) => proof),
      })
    bounds = bounds.flatMap((bound) =>
      cycle.includes(bound) ? (byMs > driftMs ? [] : [{...bound, ms: bound.ms + share}]) : [bound],
    )
  }
  return {bounds, contradictions}
}

/** The instances that pairs connect with each other, by the one of them with most pairs. */
function findGroups(pairs: readonly CausalPair[], count: number): ReadonlyMap<number, readonly number[]> {
  const counts: number[] = new Array(count).fill(0)
  const groups = counts.map((_, index) => new Set([index]))
  for (const {cause, effect} of pairs) {
    for (const {instance} of [cause, effect]) counts[instance] = (counts[instance] ?? 0) + 1
    const [one, other] = [groups[cause.instance], groups[effect.instance]]
    if (one === undefined || other === undefined || one === other) continue
    for (const index of other) {
      one.add(index)
      groups[index] = one
    }
  }
  const connected = [...new Set(groups)].filter(({size}) => size > 1)
  return new Map(
    connected.map((group) => {
      const members = [...group].toSorted((a, b) => a - b)
      const most = Math.max(...members.map((index) => counts[index] ?? 0))
      return [members.find((index) => counts[index] === most) ?? 0, members] as const
    }),
  )
}
