import {describe, expect, test} from 'vitest'
import {Marks} from '../core/load/marks.ts'
import {LatencyHistogram} from './histogram.ts'
import {LoadMeter} from './meter.ts'

const start = Date.parse('2026-01-01T00:00:00.000Z')
const iso = (ms: number) => new Date(start + ms).toISOString()

describe('LoadMeter', () => {
  test('an outage is the time between two successes in which something failed', () => {
    const meter = new LoadMeter(start)
    meter.succeed(start + 100, 1)
    meter.succeed(start + 900, 1)
    meter.fail(start + 950, 'closed')
    meter.fail(start + 1500, 'refused')
    meter.succeed(start + 2400, 2)
    meter.fail(start + 2450, 'READONLY')
    meter.succeed(start + 2500, 2)
    expect(meter.measures(start + 3000)).toMatchObject({
      durationMs: 3000,
      succeeded: 4,
      failed: 3,
      errors: {closed: 1, refused: 1, READONLY: 1},
      outageMs: 1500,
      outage: {ms: 1500, lastSuccess: iso(900), firstSuccess: iso(2400)},
      outages: 2,
      longestGapMs: 1500,
    })
  })

  test('a long gap without a failure is no outage', () => {
    const meter = new LoadMeter(start)
    meter.succeed(start + 1, 1)
    meter.succeed(start + 5000, 1)
    expect(meter.measures(start + 5001)).toMatchObject({outageMs: 0, outage: null, longestGapMs: 4999})
  })

  test('an outage may have no success before it, and none after', () => {
    const meter = new LoadMeter(start)
    meter.fail(start + 500, 'refused')
    expect(meter.snapshot('reads', start + 700)).toMatchObject({outageMs: 700, failed: 1})
    expect(meter.measures(start + 1000)).toMatchObject({
      outageMs: 1000,
      outage: {lastSuccess: null, firstSuccess: null},
      latencyMs: null,
    })
  })

  test('what is answered after the end belongs to it', () => {
    const meter = new LoadMeter(start)
    meter.succeed(start + 1200, 1)
    expect(meter.measures(start + 1000)).toMatchObject({durationMs: 1200, succeeded: 1})
  })

  test('a long load has few stretches, which still add up', () => {
    const meter = new LoadMeter(start)
    for (let second = 0; second < 3600; second += 1) {
      meter.succeed(start + second * 1000, 1)
      if (second % 10 === 0) meter.fail(start + second * 1000, 'OOM')
    }
    const {overTime} = meter.measures(start + 3_600_000)
    expect(overTime.length).toBeLessThanOrEqual(240)
    expect(overTime.reduce((sum, {succeeded}) => sum + succeeded, 0)).toBe(3600)
    expect(overTime.reduce((sum, {errors}) => sum + (errors['OOM'] ?? 0), 0)).toBe(360)
    expect(overTime[1]).toMatchObject({ms: 16_000, at: iso(16_000)})
  })
})

describe('LatencyHistogram', () => {
  test('percentiles are at most 3 % above the truth', () => {
    const histogram = new LatencyHistogram()
    for (let ms = 1; ms <= 1000; ms += 1) histogram.add(ms)
    const {p50, p99, max} = histogram.summary() ?? {p50: 0, p99: 0, max: 0}
    expect(p50).toBeGreaterThanOrEqual(500)
    expect(p50).toBeLessThan(515)
    expect(p99).toBeGreaterThanOrEqual(990)
    expect(p99).toBeLessThanOrEqual(1000)
    expect(max).toBe(1000)
  })

  test('an empty one has none', () => {
    expect(new LatencyHistogram().summary()).toBeNull()
  })
})

test('a million marks are a megabyte or two, and all are there', () => {
  const marks = new Marks()
  for (let index = 0; index < 1_000_000; index += 1) marks.set(index, index % 3)
  expect(marks.length).toBe(1_000_000)
  expect([marks.get(0), marks.get(1), marks.get(999_998), marks.get(5_000_000)]).toEqual([0, 1, 2, 0])
  for (let count = 0; count < 300; count += 1) marks.increment(7)
  expect(marks.get(7)).toBe(255)
})
