import {expect, test} from 'vitest'
import type {LabResult} from './result.ts'
import {spreadsOf} from './statistics.ts'

function resultOf(ms: number | null): LabResult {
  const phases = {sdownMs: ms} as LabResult['phases']
  return {measured: {tries: {count: 3, gap: ms}, text: 'x'}, phases, claims: []} as unknown as LabResult
}

test('numbers by their paths, over the runs that have them', () => {
  const spreads = spreadsOf([resultOf(1200), resultOf(1000), resultOf(null), resultOf(1100)])
  expect(spreads['phases.sdownMs']).toEqual({runs: 3, min: 1000, median: 1100, max: 1200, spread: 200})
  expect(spreads['tries.count']).toEqual({runs: 4, min: 3, median: 3, max: 3, spread: 0})
  expect(Object.keys(spreads)).not.toContain('text')
})

test('of an even number, the median lies between the two in the middle', () => {
  expect(spreadsOf([resultOf(1000), resultOf(2000)])['phases.sdownMs']?.median).toBe(1500)
})
