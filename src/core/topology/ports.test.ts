import {describe, expect, it} from 'vitest'
import {findFreeBlock, usualPorts} from './ports.ts'

/** Searches a machine on which some ports are taken, and tells what was asked. */
async function search(first: number, count: number, taken: readonly number[]) {
  const asked: number[] = []
  const found = await findFreeBlock(first, count, async (port) => {
    asked.push(port)
    return !taken.includes(port)
  })
  return {found, asked}
}

describe('findFreeBlock', () => {
  it.each([
    ['all is free', 3, [], 6380],
    ['the first is taken', 3, [6380], 6381],
    ['the last is taken', 3, [6382], 6383],
    ['the middle is taken', 3, [6381], 6382],
    ['there is a gap too small', 3, [6382, 6384, 6385], 6386],
    ['there is a gap just large enough', 3, [6380, 6384], 6381],
    ['one port is enough', 1, [6380, 6381], 6382],
  ])('finds the first block that is free when %s', async (_, count, taken, expected) => {
    const {found, asked} = await search(6380, count, taken)
    expect(found).toBe(expected)
    expect(asked, 'each port at most once').toEqual([...new Set(asked)])
  })

  it('asks nothing beyond the block it finds', async () => {
    const {asked} = await search(6380, 3, [6381])
    expect(Math.max(...asked)).toBe(6384)
  })

  it('uses the very last ports', async () => {
    expect((await search(65_530, 3, [65_532])).found).toBe(65_533)
  })

  it('finds none when what is left is too short, and asks no port that does not exist', async () => {
    const {found, asked} = await search(65_530, 3, [65_532, 65_535])
    expect(found).toBeUndefined()
    expect(Math.max(...asked)).toBeLessThanOrEqual(65_535)
  })

  it('finds none when the first port is too high already', async () => {
    expect(await search(65_534, 3, [])).toEqual({found: undefined, asked: []})
  })
})

describe('usualPorts', () => {
  const uids = [0, 33, 501, 502, 998, 999, ...Array.from({length: 20}, (_, index) => 1000 + index)]

  it('gives root the first, and users that are likely on one machine places of their own', () => {
    expect(usualPorts(0)).toEqual({redis: 7100, sentinel: 27_100})
    expect(usualPorts(1000)).toEqual({redis: 7500, sentinel: 27_500})
    const firsts = [0, 501, 502, 1000, 1001, 1002, 1003, 1004].map((uid) => usualPorts(uid).redis).sort()
    for (const [index, first] of firsts.slice(1).entries()) {
      expect(first - (firsts[index] ?? 0)).toBeGreaterThanOrEqual(60)
    }
  })

  it('names no port that the test suites of clients name, bus ports included', () => {
    const named = [
      [6379, 6402],
      [7000, 7005],
      [16_379, 16_385],
      [26_379, 26_381],
      [3000, 3005],
      [30_000, 65_535],
    ]
    for (const uid of [...uids, 2_147_483_647, 4_294_967_294]) {
      const {redis, sentinel} = usualPorts(uid)
      for (const first of [redis, redis + 10_000, sentinel]) {
        for (let port = first; port < first + 20; port += 1) {
          expect(named.filter(([from = 0, to = 0]) => port >= from && port <= to)).toEqual([])
        }
      }
    }
  })
})
