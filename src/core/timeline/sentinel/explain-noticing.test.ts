import {expect, test} from 'vitest'
import {countedDown} from './explain-noticing.ts'
import type {SentinelFacts} from './facts.ts'

function factsOf(fault: string, firstMs: number): SentinelFacts {
  return {
    incident: {oldMaster: 'n1', cause: {fault: {fault}}, evidence: [], values: {ofSentinel: () => 1500}},
    failover: {details: {isOnsetKnown: true, sdown: [{sentinel: 's1', ms: firstMs}]}},
    ofMaster: () => [],
  } as unknown as SentinelFacts
}

const textsOf = (fault: string, firstMs: number) => countedDown(factsOf(fault, firstMs)).map(({text}) => text)

test('what comes before the count is said of a master that ended', () => {
  expect(textsOf('kill', 2431)[1]).toBe(
    'The other 931 ms passed before the count began: it starts when a sentinel tries to reach the master again, which it does once a second at most.',
  )
})

test.each([
  ['kill', 1640],
  ['kill', 4000],
  ['pause', 2431],
] as const)('not of %s after %i ms, which has other reasons', (fault, firstMs) => {
  expect(textsOf(fault, firstMs)).toHaveLength(1)
})
