import type {MasterGroup} from './plan.ts'
import {type SlotRange, slotsIn, toRanges} from './slots.ts'

/**
 * The shards of a plan, with the slots of those that are no more: all get an equal part of them, as when `remove --reshard` gives
 * them away. Else a reset would begin with slots that nobody serves.
 */
export function keepSlots(
  before: readonly MasterGroup[],
  left: readonly MasterGroup[],
): readonly MasterGroup[] {
  const gone = before.filter(({name}) => !left.some((it) => it.name === name))
  const slots = slotsIn(gone.flatMap(slotsOfGroup))
  // A master that was added without slots stays so, as long as there is another one.
  const serving = left.filter((group) => group.slots !== undefined)
  const heirs = serving.length > 0 ? serving : left
  const upTo = (index: number) => Math.floor((index * slots.length) / heirs.length)
  return left.map((group) => {
    const index = heirs.indexOf(group)
    const more = index < 0 ? [] : slots.slice(upTo(index), upTo(index + 1))
    return more.length === 0 ? group : withSlots(group, [...slotsIn(slotsOfGroup(group)), ...more])
  })
}

/** The slots that a shard has at first; of a master outside a cluster none. */
export function slotsOfGroup({slots, moreSlots = []}: MasterGroup): readonly SlotRange[] {
  return slots === undefined ? [] : [slots, ...moreSlots]
}

function withSlots(group: MasterGroup, slots: readonly number[]): MasterGroup {
  const {moreSlots: _, ...rest} = group
  const [first, ...more] = toRanges(slots)
  return {...rest, ...(first && {slots: first}), ...(more.length === 0 ? {} : {moreSlots: more})}
}
