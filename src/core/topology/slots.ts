import calculateSlot from 'cluster-key-slot'
import {RedislabError} from '../errors/errors.ts'
import {shorten} from '../text/shorten.ts'

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

/**
 * Reads slots as `866`, `0-100` or `0-100,866`, or as the targets `slot:866` and `key:foo`.
 *
 * @throws RedislabError OPTION_INVALID
 */
export function parseSlots(text: string): readonly number[] {
  // A key may be anything, so it stands alone.
  const key = /^key:(.+)$/s.exec(text)?.[1]
  if (key !== undefined) return [slotOfKey(key)]
  const slots = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(?:slot:(?=\d+$))?(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim())
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])]
    if (!(first <= last && last < slotCount)) {
      throw new RedislabError('OPTION_INVALID', `"${shorten(text)}" does not name slots.`, {
        suggestions: [
          `Write numbers from 0 to ${slotCount - 1}: 866, 0-100, or 0-100,866; or key:foo for the slot of a key.`,
        ],
      })
    }
    for (let slot = first; slot <= last; slot += 1) slots.add(slot)
  }
  return [...slots].sort((a, b) => a - b)
}

/** The slots of ranges such as `0-5460,5462`, one by one; none for an empty text. */
export function expandSlots(ranges: string): readonly number[] {
  return ranges === '' ? [] : parseSlots(ranges)
}

/** The slots of ranges, one by one. */
export function slotsIn(ranges: readonly SlotRange[]): readonly number[] {
  return ranges.flatMap(({first, last}) =>
    Array.from({length: last - first + 1}, (_, index) => first + index),
  )
}

/** Single slots as ranges: what parseSlots reads. */
export function toRanges(slots: readonly number[]): readonly SlotRange[] {
  const ranges: {first: number; last: number}[] = []
  for (const slot of slots.toSorted((a, b) => a - b)) {
    const open = ranges.at(-1)
    if (open !== undefined && open.last === slot - 1) open.last = slot
    else ranges.push({first: slot, last: slot})
  }
  return ranges
}

/** A text whose slot is this one: keys with it in braces belong there. */
export function tagOfSlot(slot: number): string {
  for (let number = 0; ; number += 1) if (slotOfKey(`s${number}`) === slot) return `s${number}`
}
