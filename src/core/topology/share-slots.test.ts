import {expect, test} from 'vitest'
import {balanceSlots, type SlotHolder, type SlotMove, shareSlots} from './share-slots.ts'
import {dealSlots, expandSlots, formatSlots, slotCount, toRanges} from './slots.ts'

const holder = (name: string, ranges: string): SlotHolder => ({name, slots: expandSlots(ranges)})
const shown = (moves: readonly SlotMove[]) =>
  moves.map(({to, slots}) => `${formatSlots(toRanges(slots))} to ${to}`)

test('a master without slots gets its share from all others', () => {
  const moves = balanceSlots([holder('n1', '0-8191'), holder('n2', '8192-16383'), holder('n7', '')])
  expect(shown(moves)).toEqual(['5462-8191,13653-16383 to n7'])
})

test('what is balanced stays as it is', () => {
  expect(
    balanceSlots([holder('n1', '0-5460'), holder('n2', '5461-10922'), holder('n3', '10923-16383')]),
  ).toEqual([])
})

test.each([2, 3, 7, 50])('%i masters have the same share afterwards, and no slot is lost', (count) => {
  // Uneven: the first one has given nearly all that it had to the second one.
  const holders = dealSlots(count).map((range, index) => holder(`n${index + 1}`, formatSlots([range])))
  const [first, second, ...others] = holders as [SlotHolder, SlotHolder, ...SlotHolder[]]
  const uneven = [
    {name: 'n1', slots: first.slots.slice(0, 3)},
    {name: 'n2', slots: [...first.slots.slice(3), ...second.slots]},
    ...others,
  ]
  const moves = balanceSlots(uneven)
  const moved = new Set(moves.flatMap(({slots}) => slots))
  const after = uneven.map(({name, slots}) => [
    ...slots.filter((slot) => !moved.has(slot)),
    ...moves.filter(({to}) => to === name).flatMap((move) => move.slots),
  ])
  const sizes = after.map(({length}) => length)
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  expect(new Set(after.flat()).size).toBe(slotCount)
})

test('slots of one who gives them all go to those who have the fewest', () => {
  const moves = shareSlots(expandSlots('0-5459'), [
    holder('n2', '5461-10922'),
    holder('n3', '10923-16382'),
    holder('n7', ''),
  ])
  expect(shown(moves)).toEqual(['0-5459 to n7'])
  expect(shown(shareSlots([1, 2, 3, 4], [holder('n2', '10-12'), holder('n3', '12')]))).toEqual([
    '1 to n2',
    '2-4 to n3',
  ])
})
