import {describe, expect, test} from 'vitest'
import {
  countSlots,
  dealSlots,
  expandSlots,
  formatSlots,
  hasSlot,
  parseSlots,
  slotCount,
  slotOfKey,
  toRanges,
} from './slots.ts'

test('slots are dealt as redis-cli --cluster create deals them', () => {
  expect(formatSlots(dealSlots(3))).toBe('0-5460,5461-10922,10923-16383')
  expect(formatSlots(dealSlots(1))).toBe('0-16383')
})

test.each([2, 5, 7, 20, 100])('%i shards have all slots, each about as many', (shards) => {
  const ranges = dealSlots(shards)
  expect(countSlots(ranges)).toBe(slotCount)
  expect(ranges.slice(1).every(({first}, index) => first === (ranges[index]?.last ?? 0) + 1)).toBe(true)
  const sizes = ranges.map((range) => countSlots([range]))
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
})

test('the slot of a key, or of its tag in braces', () => {
  expect(slotOfKey('foo')).toBe(12_182)
  expect(slotOfKey('{foo}bar')).toBe(12_182)
  expect(slotOfKey('{}foo')).not.toBe(slotOfKey('foo'))
})

describe('slots as text', () => {
  test('are read, and written in ranges', () => {
    expect(parseSlots('866,0-3, 2')).toEqual([0, 1, 2, 3, 866])
    expect(formatSlots(toRanges([3, 1, 2, 866]))).toBe('1-3,866')
    expect(expandSlots('')).toEqual([])
    expect(hasSlot('0-99,866', 866)).toBe(true)
    expect(hasSlot('0-99,866', 100)).toBe(false)
    expect(hasSlot('', 0)).toBe(false)
  })

  test('are also those of targets', () => {
    expect(parseSlots('slot:866')).toEqual([866])
    expect(parseSlots('key:foo')).toEqual([12_182])
    expect(parseSlots('key:1-2,3')).toEqual([slotOfKey('1-2,3')])
  })

  test.each(['slot:1-5', 'slot:', 'slot:16384', 'key:', '', 'x', '5-3', '16384', '0-16384', '1,,2', '-1'])(
    '%j names none',
    (text) => {
      expect(() => parseSlots(text)).toThrow(`"${text}" does not name slots.`)
    },
  )
})
