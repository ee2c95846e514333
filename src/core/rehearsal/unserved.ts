import type {MasterStatus} from '../status/status.ts'
import type {Plan} from '../topology/plan.ts'
import {countSlots, formatSlots, type SlotRange, slotCount} from '../topology/slots.ts'

/**
 * The slots of a cluster that nobody serves: those of shards without a master that says cluster_state:ok.
 *
 * @param among only these instances count: of a cluster that is cut in two, one side. @default all
 */
export function findUnserved(
  plan: Pick<Plan, 'masters'>,
  masters: readonly Pick<MasterStatus, 'name' | 'shard'>[],
  among: (name: string) => boolean = () => true,
): readonly SlotRange[] {
  const isServed = (group: string) =>
    masters.find(({name}) => name === group)?.shard?.servedBy.some(among) === true
  return plan.masters
    .filter(({name}) => !isServed(name))
    .flatMap(({slots, moreSlots = []}) => (slots === undefined ? [] : [slots, ...moreSlots]))
    .toSorted((a, b) => a.first - b.first)
}

/**
 * The slots that are not served on the side of a cut where most are; so of a cluster in one piece all that nobody serves.
 *
 * @param cutOff the instances on one side
 */
export function findUnservedOnBestSide(
  plan: Pick<Plan, 'masters'>,
  masters: readonly Pick<MasterStatus, 'name' | 'shard'>[],
  cutOff: readonly string[],
): readonly SlotRange[] {
  const inside = findUnserved(plan, masters, (name) => cutOff.includes(name))
  const outside = findUnserved(plan, masters, (name) => !cutOff.includes(name))
  return countSlots(inside) < countSlots(outside) ? inside : outside
}

/** More pieces than these are counted, and not listed. */
const mostPieces = 4

/** `you are`, `slots 0-5460 are`, `6000 slots are`: who is down where these slots are not served. */
export function whoIsDown(unserved: readonly SlotRange[] | null): string {
  const count = unserved === null ? slotCount : countSlots(unserved)
  if (unserved === null || count === slotCount || count === 0) return 'you are'
  const joined = joinRanges(unserved)
  if (joined.length > mostPieces) return `${count} of ${slotCount} slots are`
  return count === 1 ? `slot ${formatSlots(joined)} is` : `slots ${formatSlots(joined)} are`
}

/** Ranges that touch, as one. */
export function joinRanges(ranges: readonly SlotRange[]): readonly SlotRange[] {
  const joined: {first: number; last: number}[] = []
  for (const {first, last} of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = joined.at(-1)
    if (before !== undefined && before.last === first - 1) before.last = last
    else joined.push({first, last})
  }
  return joined
}
