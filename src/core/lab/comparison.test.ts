import {expect, test} from 'vitest'
import {compareServers} from './comparison.ts'
import type {LabResult} from './result.ts'

function resultOf(flavour: 'redis' | 'valkey', version: string, verdict: string, ms: number): LabResult {
  return {
    lab: 'x',
    outcome: 'passed',
    server: {flavour, version, path: ''},
    claims: [{id: 'always-full', verdict}],
    measured: {tookMs: ms},
  } as unknown as LabResult
}

test('verdicts and medians of several servers, side by side', () => {
  const results = [
    resultOf('redis', '6.2.16', 'confirmed', 10),
    resultOf('redis', '6.2.16', 'confirmed', 30),
    resultOf('valkey', '8.0.1', 'refuted', 5),
  ]
  expect(compareServers(results)).toEqual({
    lab: 'x',
    servers: ['redis 6.2.16', 'valkey 8.0.1'],
    rows: [
      {what: 'outcome', values: ['passed', 'passed'], differs: false},
      {what: 'always-full', values: ['confirmed', 'refuted'], differs: true},
      {what: 'tookMs', values: [20, 5], differs: false},
    ],
  })
})
