/** A master with its slots. */
export interface SlotHolder {
  readonly name: string
  readonly slots: readonly number[]
}

/** Slots that go to the same master. */
export interface SlotMove {
  readonly slots: readonly number[]
  readonly to: string
}

/**
 * The fewest slots that must change hands so that all masters have the same share, give or take one. Who has too many
 * gives its last ones.
 */
export function balanceSlots(holders: readonly SlotHolder[]): readonly SlotMove[] {
  const total = holders.reduce((sum, {slots}) => sum + slots.length, 0)
  const share = Math.floor(total / holders.length)
  // What cannot be divided stays with those who have the most.
  const withOneMore = new Set(
    holders
      .toSorted((a, b) => b.slots.length - a.slots.length)
      .slice(0, total % holders.length)
      .map(({name}) => name),
  )
  const kept = holders.map(({name, slots}) => ({
    name,
    slots: slots.slice(0, share + Number(withOneMore.has(name))),
  }))
  const surplus = holders.flatMap(({slots}, index) => slots.slice(kept[index]?.slots.length))
  return shareSlots(surplus, kept)
}

/** Gives slots to masters so that those who have the fewest come first, and in one piece each. */
export function shareSlots(slots: readonly number[], holders: readonly SlotHolder[]): readonly SlotMove[] {
  const gets = holders.map(({name, slots: own}) => ({name, own: own.length, count: 0}))
  for (const _ of slots) {
    const poorest = gets.reduce((a, b) => (b.own + b.count < a.own + a.count ? b : a))
    poorest.count += 1
  }
  let first = 0
  return gets.flatMap(({name, count}) => {
    if (count === 0) return []
    first += count
    return [{slots: slots.slice(first - count, first), to: name}]
  })
}
