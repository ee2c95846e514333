import {describe, expect, test} from 'vitest'
import type {Loss} from '../diagnosis/survival.ts'
import {sayDown} from './predict.ts'
import {findUnserved, findUnservedOnBestSide, whoIsDown} from './unserved.ts'

// Hypothesis: a slot is served where its shard has a master that says cluster_state:ok, and of a cut the better side counts.

const slots = [
  {first: 0, last: 5460},
  {first: 5461, last: 10_922},
  {first: 10_923, last: 16_383},
] as const
const masters = slots.map((range, index) => ({
  name: `shard-${index + 1}`,
  instance: `n${index + 1}`,
  slots: range,
}))
const served = (...servedBy: readonly (readonly string[])[]) =>
  servedBy.map((names, index) => ({
    name: `shard-${index + 1}`,
    shard: {slots: '', slotCount: 0, configEpoch: null, servedBy: names, open: []},
  }))

test('slots without a master that serves', () => {
  expect(findUnserved({masters}, served(['n1'], ['n2'], ['n3']))).toEqual([])
  expect(findUnserved({masters}, served([], ['n2'], []))).toEqual([slots[0], slots[2]])
})

test('of a cut, what neither side serves as a whole', () => {
  // n1 is cut off, and n4 has taken over from it.
  const taken = served(['n1', 'n4'], ['n2'], ['n3'])
  expect(findUnservedOnBestSide({masters}, taken, ['n1'])).toEqual([])
  expect(findUnservedOnBestSide({masters}, served(['n1'], ['n2'], ['n3']), ['n1'])).toEqual([slots[0]])
})

test.each([
  {unserved: [slots[0], slots[1], slots[2]], who: 'you are'},
  {unserved: [slots[0], slots[1]], who: 'slots 0-10922 are'},
  {unserved: [{first: 7, last: 7}], who: 'slot 7 is'},
  {unserved: [0, 2, 4, 6, 8].map((at) => ({first: at, last: at})), who: '5 of 16384 slots are'},
])('$who down', ({unserved, who}) => {
  expect(whoIsDown(unserved)).toBe(who)
})

describe('in one sentence', () => {
  const pair = {
    kind: 'pair',
    title: 'hosts a and b lost',
    hosts: ['a', 'b'],
    instances: ['n1', 'n2', 'n3'],
    masters: ['n1', 'n2', 'n3'],
  } as const

  test('why no majority is left', () => {
    const losses: readonly Loss[] = [
      {
        hosts: ['a', 'b'],
        takesMaster: true,
        shortages: [{kind: 'masters', lost: 3, left: 2, all: 5, majority: 3}],
      },
    ]
    expect(sayDown(pair, losses, [{first: 0, last: 16_383}])).toBe(
      'These two hosts together, a and b, and you are down: they take 3 of 5 masters (2 remain, the majority is 3), so no majority is left to vote.',
    )
  })

  test('which slots go with a shard', () => {
    const losses: readonly Loss[] = [
      {hosts: ['a'], takesMaster: true, shortages: [{kind: 'shard', master: 'n1', lost: 1}]},
    ]
    const host = {...pair, kind: 'host', hosts: ['a'], instances: ['n1', 'n4'], masters: ['n1']} as const
    expect(sayDown(host, losses, [slots[0]])).toBe(
      'Lose host a, and slots 0-5460 are down: it takes the master n1 with its only replica.',
    )
  })
})
