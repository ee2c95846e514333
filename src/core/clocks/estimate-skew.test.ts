import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {instancesOf, readRecordedLogs, recordedNames} from '../../../test/support/clocks/recorded-logs.ts'
import {estimateSkew} from './estimate-skew.ts'

// Hypotheses: whatever the clocks of the instances of a real failover show, the interval that is estimated holds the true
// difference; after a failover by sentinels it is narrow; a clock that was set in between is reported, not hidden.

const dayMs = 86_400_000

const logs = new Map(recordedNames.map((name) => [name, readRecordedLogs(name)]))
const logsOf = (name: string) => logs.get(name) ?? new Map()

function estimate(name: string, aheadMs: (instance: string) => number) {
  const instances = instancesOf(logsOf(name), aheadMs)
  const {skews, contradictions} = estimateSkew(instances)
  const found = instances.flatMap((instance, index) => {
    const skew = skews[index] ?? null
    if (skew === null) return []
    const base = instances[skew.reference]?.name ?? ''
    return [{name: instance.name, trueMs: aheadMs(instance.name) - aheadMs(base), ...skew}]
  })
  return {found, contradictions}
}

describe.each(recordedNames)('%s', (name) => {
  test('the interval holds the true difference, however the clocks are', () => {
    const names = [...logsOf(name).keys()]
    const ahead = fc.array(fc.integer({min: -dayMs / 2, max: dayMs / 2}), {minLength: names.length})
    fc.assert(
      fc.property(ahead, (ms) => {
        const {found, contradictions} = estimate(name, (instance) => ms[names.indexOf(instance)] ?? 0)
        expect(contradictions).toEqual([])
        for (const {loMs, hiMs, trueMs} of found) {
          expect(loMs).toBeLessThanOrEqual(trueMs)
          expect(hiMs).toBeGreaterThanOrEqual(trueMs)
        }
      }),
      {numRuns: 5},
    )
  })
})

/** From 0 to 1, each as likely as another. */
const anyShare = fc.nat({max: 1000}).map((it) => it / 1000)

test.each(recordedNames)(
  '%s: with lines missing anywhere, no interval is without the true difference',
  (name) => {
    const whole = instancesOf(logsOf(name))
    const part = fc.record({
      from: anyShare,
      share: anyShare,
    })
    fc.assert(
      fc.property(fc.array(part, {minLength: whole.length}), (parts) => {
        const cut = whole.map((instance, index) => {
          const {from, share} = parts[index] ?? {from: 0, share: 1}
          const first = Math.floor(from * instance.lines.length)
          const last = first + Math.ceil(share * (instance.lines.length - first))
          return {...instance, lines: instance.lines.slice(first, last)}
        })
        for (const skew of estimateSkew(cut).skews) {
          expect(skew?.loMs ?? 0).toBeLessThanOrEqual(0)
          expect(skew?.hiMs ?? 0).toBeGreaterThanOrEqual(0)
        }
      }),
      {numRuns: 5},
    )
  },
)

// A sentinel sees in INFO, once a second, that a server is promoted: so wide is the interval between sentinels and servers.
test.each([
  'by-request',
  'forced',
  'killed',
  'killed-redis-8',
  'new-master-killed',
  'paused',
  'replica-timeout',
  'second-kill',
  'stopped',
  'tilt-of-leader',
])(
  'after the failover %s, servers are known to 10 ms, voters to 50 ms of the leader, and all to 1 s',
  (name) => {
    const {found} = estimate(name, () => 0)
    expect(found.map((one) => one.name)).toEqual([...logsOf(name).keys()])
    const isByVotes = !['by-request', 'forced'].includes(name)
    const width = (kind: string) => {
      const ofKind = found.filter((one) => one.name.startsWith(kind))
      const [low, high] = [ofKind.map(({loMs}) => loMs), ofKind.map(({hiMs}) => hiMs)]
      return Math.max(Math.max(...low) - Math.min(...low), Math.max(...high) - Math.min(...high))
    }
    expect(width('n')).toBeLessThanOrEqual(10)
    if (!isByVotes) return
    expect(width('s')).toBeLessThanOrEqual(50)
    for (const {loMs, hiMs} of found) expect(hiMs - loMs).toBeLessThan(1000)
  },
)

test('each bound is proven by lines of both instances, the cause before the effect', () => {
  const {found} = estimate('killed', () => 0)
  for (const {loBy, hiBy, loMs} of found) {
    if (loMs === 0) continue
    for (const {cause, effect} of [...loBy, ...hiBy]) {
      expect(cause.instance).not.toBe(effect.instance)
      expect(cause.line.at).toBeLessThanOrEqual(effect.line.at)
    }
  }
})

test('a clock that was set in between is a contradiction', () => {
  const set = new Map(logsOf('second-kill'))
  const lines: string[] = set.get('s2')?.split('\n') ?? []
  const middle = lines.findIndex((line) => line.includes('+failover-end'))
  const later = instancesOf(new Map([['late', lines.slice(middle).join('\n')]]), () => 3_600_000)
  const text = later[0]?.lines.map((line) => line.text).join('\n') ?? ''
  set.set('s2', `${lines.slice(0, middle).join('\n')}\n${text}`)
  const {contradictions} = estimateSkew(instancesOf(set))
  expect(contradictions.length).toBeGreaterThan(0)
  expect(contradictions.flatMap(({instances}) => instances)).toContain('s2')
  expect(Math.max(...contradictions.map(({byMs}) => byMs))).toBeGreaterThan(3_500_000)
})

test('logs that have nothing to do with each other say nothing', () => {
  const {skews} = estimateSkew(
    instancesOf(
      new Map([
        ['a', logsOf('killed').get('n1') ?? ''],
        ['b', logsOf('paused').get('s1') ?? ''],
      ]),
    ),
  )
  expect(skews).toEqual([null, null])
})
