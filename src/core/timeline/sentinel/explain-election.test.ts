import {expect, test} from 'vitest'
import type {Attempt} from '../failover.ts'
import {notElected} from './explain-election.ts'
import type {SentinelFacts} from './facts.ts'

const facts = {
  votesNeeded: 2,
  voters: 3,
  isCountKnown: true,
  sentinels: ['s1', 's2', 's3'],
  wasDown: (name: string) => name === 's3',
  downEvidence: () => [],
} as unknown as SentinelFacts

function round(candidates: readonly string[], votes: Readonly<Record<string, string>>): Attempt {
  const given = Object.entries(votes).map(([voter, candidate]) => ({voter, candidate, ms: 2000}))
  return {epoch: 1, candidates, votes: given} as unknown as Attempt
}

test.each([
  [
    ['s1', 's2'],
    {s1: 's1', s2: 's2'},
    'The votes of round 1 were split: 1 for s1 and 1 for s2; 2 of 3 were needed.',
  ],
  [
    ['s1'],
    {s1: 's1', s2: 's2'},
    'No majority: in round 1 s1 got 1 of 3 votes, and 2 were needed: s3 was down or cut off.',
  ],
  [['s2'], {s1: 's2', s2: 's2', s3: 's2'}, 's2 was not elected in round 1, though 3 of 3 voted for it'],
] as const)('candidates %j, votes %j', (candidates, votes, text) => {
  expect(notElected(facts, round(candidates, votes), [])[0]?.text).toContain(text)
})
