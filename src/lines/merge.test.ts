import {describe, expect, it} from 'vitest'
import {openLineMemory} from '../engine/logs/open-line-memory.ts'
import {FoundLines} from './found-lines.ts'
import type {LineRun} from './line-block.ts'
import {LineScan} from './line-scan.ts'
import {Lane, takeMerged} from './merge.ts'

type Line = readonly [at: number, message: string]

function makeBlock(...lines: readonly Line[]): FoundLines {
  const memory = openLineMemory()
  const found = new FoundLines({instance: 'n1', index: 0}, memory)
  const scan = new LineScan(memory, undefined)
  for (const [at, message] of lines) {
    const from = memory.allocate(message.length)
    const {written} = new TextEncoder().encodeInto(message, memory.bytes.subarray(from))
    scan.take(found, at, from, from + written, 0, 0)
  }
  return found
}

function makeLane(isAtEnd: boolean, ...lines: readonly Line[]): Lane {
  const lane = new Lane()
  lane.add(makeBlock(...lines))
  lane.isAtEnd = isAtEnd
  return lane
}

const messages = (runs: readonly LineRun[]) =>
  runs
    .flatMap(({block, from, to}) =>
      Array.from({length: to - from}, (_, line) => block.recordOf(from + line).message),
    )
    .join(' ')

describe('takeMerged', () => {
  it('orders by time; lanes of the same millisecond by their order, each in its own order', () => {
    const lanes = [
      makeLane(true, [1, 'a1'], [3, 'a2'], [3, 'a3']),
      makeLane(true, [1, 'b1'], [2, 'b2'], [3, 'b3']),
      makeLane(true),
    ]
    expect(messages(takeMerged(lanes))).toBe('a1 b1 b2 a2 a3 b3')
  })

  it('stops where a log that has more runs dry', () => {
    const lanes = [makeLane(false, [1, 'a1'], [2, 'a2']), makeLane(true, [1, 'b1'], [9, 'b2'])]
    expect(messages(takeMerged(lanes))).toBe('a1 b1 a2')
    lanes[0]?.add(makeBlock([8, 'a3']))
    if (lanes[0]) lanes[0].isAtEnd = true
    expect(messages(takeMerged(lanes))).toBe('a3 b2')
  })

  it('keeps the order of a log whose clock was set back', () => {
    const lanes = [makeLane(true, [5, 'a1'], [2, 'a2'], [6, 'a3']), makeLane(true, [4, 'b1'], [5, 'b2'])]
    expect(messages(takeMerged(lanes))).toBe('b1 a1 a2 b2 a3')
  })

  it('lets records beyond the horizon wait, but for one round only', () => {
    const lanes = [makeLane(true, [10, 'a1'], [20, 'a2']), makeLane(true)]
    expect(messages(takeMerged(lanes, 15))).toBe('a1')
    lanes[0]?.add(makeBlock([21, 'a3']))
    lanes[1]?.add(makeBlock([19, 'b1']))
    expect(messages(takeMerged(lanes, 18))).toBe('')
    lanes[0]?.add()
    lanes[1]?.add()
    expect(messages(takeMerged(lanes, 18))).toBe('b1 a2 a3')
  })
})
