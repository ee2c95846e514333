import {expect, it} from 'vitest'
import type {Activity} from './activity.ts'
import {whyNotPassed} from './reasons.ts'
import type {Sight} from './sight.ts'

const sight = {
  now: 20_000,
  startedAt: 0,
  certify: {suite: 'cluster', workload: 'write'},
  floors: new Map(),
  storms: [],
  connections: {before: 1, after: 1},
} as unknown as Sight

it.each([
  [0, '9 writes went to an instance that had been replaced, for 2.00 s, without an error.'],
  [9, '9 writes went to a foreign cluster, for 2.00 s, without an error.'],
  [
    4,
    '9 writes went to an instance that had been replaced or to a foreign cluster (4 of them), for 2.00 s, without an error.',
  ],
])('%d of 9 silent writes that went to a foreign cluster', (foreignWrites, text) => {
  const activity: Activity = {
    recovered: true,
    isReduced: false,
    everWorked: true,
    outageMs: 0,
    silentMs: 2000,
    longestSilentMs: 2000,
    silentWrites: 9,
    foreignWrites,
    lastSilentAt: 10_000,
    gaps: new Map(),
  }
  const reasons = whyNotPassed({sight, activity, verdict: 'loses silently', floorMs: 100})
  expect(reasons.map((reason) => reason.text)).toEqual([text])
})
