import calculateSlot from 'cluster-key-slot'

/** How many slots a Redis Cluster has: each key belongs to one of them (cluster.h: CLUSTER_SLOTS). */
export const slotCount = 16_384

/** Slots from `first` to `last`, both included. */
export interface SlotRange {
  readonly first: number
  readonly last: number
}

/** Deals all slots to so many shards, evenly and in one piece each, as `redis-cli --cluster create` does. */
export function dealSlots(shards: number): readonly SlotRange[] {
  return Array.from({length: shards}, (_, index) => ({
    first: Math.round((index * slotCount) / shards),
    last: Math.round(((index + 1) * slotCount) / shards) - 1,
  }))
}

/** The slot of a key: CRC16 of the key, or of what stands in its first pair of braces (cluster.c: keyHashSlot). */
export function slotOfKey(key: string): number {
  return calculateSlot(key)
}

/** `0-5460`, `5461`, with commas between. */
export function formatSlots(ranges: readonly SlotRange[]): string {
  return ranges.map(({first, last}) => (first === last ? String(first) : `${first}-${last}`)).join(',')
}

export function countSlots(ranges: readonly SlotRange[]): number {
  return ranges.reduce((sum, {first, last}) => sum + last - first + 1, 0)
}

/** Whether a slot is among ranges such as `0-5460,5462`. */
export function hasSlot(ranges: string, slot: number): boolean {
  return ranges.split(',').some((range) => {
    const [first = '', last = first] = range.split('-')
    return first !== '' && Number(first) <= slot && slot <= Number(last)
  })
}
