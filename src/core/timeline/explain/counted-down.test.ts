import {expect, test} from 'vitest'
import {countedDown} from './counted-down.ts'
import type {Story} from './story.ts'

function storyOf(fault: string, firstMs: number): Story {
  return {
    incident: {oldMaster: 'n1', cause: {fault: {fault}}},
    failover: {details: {sdown: [{sentinel: 's1', ms: firstMs}]}},
    context: {plan: {settings: {downAfterMs: 1500}}},
    ofMaster: () => [],
  } as unknown as Story
}

const textsOf = (fault: string, firstMs: number) => countedDown(storyOf(fault, firstMs)).map(({text}) => text)

test('what comes before the count is said of a master that ended', () => {
  expect(textsOf('kill', 2431)[1]).toBe(
    'The 931 ms more are before the count: it begins when a sentinel tries to reach the master anew, which it does at most once a second.',
  )
})

test.each([
  ['kill', 1640],
  ['kill', 4000],
  ['pause', 2431],
] as const)('not of %s after %i ms, which has other reasons', (fault, firstMs) => {
  expect(textsOf(fault, firstMs)).toHaveLength(1)
})
