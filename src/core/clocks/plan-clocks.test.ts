import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readRecordedLogs} from '../../../test/support/clocks/recorded-logs.ts'
import {shiftLog} from '../../../test/support/clocks/shift-log.ts'
import {readText} from '../evidence/read-text.ts'
import {clockInstancesOf} from './clock-instance.ts'
import {estimateSkew} from './estimate-skew.ts'
import {type ReadClocksOptions, readClocks} from './read-clocks.ts'
import {parseZoneSetting} from './zone.ts'

// Hypotheses: times are moved by a zone that is given or shown, by a difference that is a whole zone, and with align; by nothing
// else. Afterwards the lines of all instances stand in the order in which they were written.

const hourMs = 3_600_000
const logs = readRecordedLogs('killed')
const names = [...logs.keys()]

type Change = (text: string, name: string) => string

function read(change: Change, options: ReadClocksOptions = {}, files = logs) {
  const evidence = [...files].map(([name, text]) => readText(name, change(text, name)))
  const instances = [...files.keys()].map((name) => ({name, files: [name], ids: []}))
  return readClocks(evidence, instances, options)
}

const ahead =
  (ms: Readonly<Record<string, number>>): Change =>
  (text, name) =>
    shiftLog(text, ms[name] ?? 0)

function summary(change: Change, options: ReadClocksOptions = {}) {
  const {plan} = read(change, options)
  return Object.fromEntries(plan.clocks.map(({name, shiftMs, why, zone}) => [name, {shiftMs, why, zone}]))
}

const still = {shiftMs: 0, why: null, zone: null}

/** All messages in the order of their times; those of the same millisecond in the order of their names. */
function order(change: Change, options: ReadClocksOptions = {}) {
  return read(change, options)
    .evidence.flatMap(({facts}) => facts)
    .flatMap((fact) =>
      fact.kind === 'log' && fact.at !== null ? [{at: fact.at, text: `${fact.stream} ${fact.message}`}] : [],
    )
    .toSorted((a, b) => a.at - b.at)
    .map(({text}) => text)
}

describe('whole zones', () => {
  test('clocks that agree are left alone', () => {
    expect(summary(ahead({}))).toEqual(Object.fromEntries(names.map((name) => [name, still])))
    const {plan} = read(ahead({}))
    expect(plan.clocks.find(({name}) => name === 'n2')?.rest).toMatchObject({loMs: 0, hiMs: 0})
  })

  test('an instance that is two hours ahead of all others is moved', () => {
    const found = summary(ahead({s2: 2 * hourMs, n3: -5.5 * hourMs}))
    expect(found['s2']).toEqual({shiftMs: -2 * hourMs, why: 'whole zone', zone: null})
    expect(found['n3']).toEqual({shiftMs: 5.5 * hourMs, why: 'whole zone', zone: null})
    expect(found['s1']).toEqual(still)
    expect(order(ahead({s2: 2 * hourMs, n3: -5.5 * hourMs}))).toEqual(order(ahead({})))
  })

  test('a clock that is off by something else is not', () => {
    expect(summary(ahead({s2: 17 * 60_000, n3: 90_000}))).toMatchObject({s2: still, n3: still})
  })

  test('align moves it, and all lines stand in the order of causes', () => {
    const {plan} = read(ahead({s2: 17 * 60_000, n3: 90_000}), {align: true})
    const shift = (name: string) => plan.clocks.find((one) => one.name === name)?.shiftMs ?? 0
    expect(Math.abs(shift('n3') + 90_000)).toBeLessThan(10)
    expect(Math.abs(shift('s2') + 17 * 60_000)).toBeLessThan(10)
    for (const {rest} of plan.clocks) {
      expect(rest?.loMs).toBeLessThanOrEqual(0)
      expect(rest?.hiMs).toBeGreaterThanOrEqual(0)
    }
    expect(shift('s1')).toBe(0)
  })

  test('align breaks no bound, however the clocks are', () => {
    const offset = fc.integer({min: -600_000, max: 600_000})
    fc.assert(
      fc.property(fc.array(offset, {minLength: names.length}), (ms) => {
        const change: Change = (text, name) => shiftLog(text, ms[names.indexOf(name)] ?? 0)
        const {evidence} = read(change, {align: true})
        const moved = evidence.flatMap(({facts}) => facts)
        const instances = clockInstancesOf(
          names.map((name) => ({name, files: [name], ids: []})),
          [{path: '', lines: 0, read: 0, unread: [], facts: moved}],
        )
        for (const {loMs, hiMs} of estimateSkew(instances).skews.flatMap((skew) => skew ?? [])) {
          expect(loMs).toBeLessThanOrEqual(0)
          expect(hiMs).toBeGreaterThanOrEqual(0)
        }
        expect(estimateSkew(instances).bounds.filter((bound) => bound.ms < 0)).toEqual([])
      }),
      {numRuns: 20},
    )
  })
})

describe('zones that are given', () => {
  const zones = (...texts: readonly string[]) => ({zones: texts.map(parseZoneSetting)})

  test('move the instance to UTC, and by what they imply the others', () => {
    const found = summary(ahead({s2: 2 * hourMs}), zones('n1=Europe/Berlin'))
    expect(found['n1']).toEqual({shiftMs: -hourMs, why: 'given', zone: 'Europe/Berlin'})
    expect(found['n2']).toEqual({shiftMs: -hourMs, why: 'whole zone', zone: '+01:00'})
    expect(found['s2']).toEqual({shiftMs: -3 * hourMs, why: 'whole zone', zone: '+03:00'})
  })

  test('take along what is compared with it and off by something else', () => {
    const found = summary(ahead({n3: 95_000, s2: 17 * 60_000}), zones('n1=+02:00'))
    expect(found['n3']).toEqual({shiftMs: -2 * hourMs, why: 'whole zone', zone: '+02:00'})
    expect(found['s2']).toEqual({shiftMs: -2 * hourMs, why: 'whole zone', zone: '+02:00'})
  })

  test('of all, but one', () => {
    const found = summary(ahead({}), zones('+02:00', 's1=Z'))
    expect(found['n1']).toEqual({shiftMs: -2 * hourMs, why: 'given', zone: '+02:00'})
    expect(found['s1']).toEqual({shiftMs: 0, why: 'given', zone: '+00:00'})
  })

  test('of an instance that is not there are refused', () => {
    expect(() => read(ahead({}), zones('n9=+02:00'))).toThrow('A zone is given for n9, which is not here.')
  })

  test('that change within a log move each line by its own', () => {
    const log = ['30 Mar 2024 12:00:00.001', '01 Apr 2024 12:00:00.001']
      .map((at) => `1:M ${at} * Ready to accept connections`)
      .join('\n')
    const {evidence} = read((text) => text, zones('n1=Europe/Berlin'), new Map([['n1', log]]))
    const times = evidence.flatMap(({facts}) =>
      facts.flatMap((fact) =>
        fact.kind === 'log' && fact.at !== null ? [new Date(fact.at).toISOString()] : [],
      ),
    )
    expect(times).toEqual(['2024-03-30T11:00:00.001Z', '2024-04-01T10:00:00.001Z'])
  })
})

describe('zones that are shown', () => {
  /** As `docker logs -t` writes it, of a container whose clock is so far ahead of UTC. */
  const withDockerTime =
    (zoneMs: number): Change =>
    (text) =>
      text
        .split('\n')
        .map((line) => {
          const [stamp = ''] = /\d{2} Nov 2026 [\d:.]+/.exec(line) ?? []
          const at = Date.parse(`${stamp}Z`) - zoneMs + 7
          return stamp === '' ? line : `${new Date(at).toISOString()} ${line}`
        })
        .join('\n')

  test('by a second time in front of each line', () => {
    const change: Change = (text, name) =>
      withDockerTime(name === 's2' ? 2 * hourMs : 0)(ahead({s2: 2 * hourMs})(text, name), name)
    const found = summary(change)
    expect(found['s2']).toEqual({shiftMs: -2 * hourMs, why: 'shown', zone: '+02:00'})
    expect(found['n1']).toEqual({shiftMs: 0, why: null, zone: '+00:00'})
    expect(order(change)).toEqual(order(ahead({})))
  })

  test('of some, with no other zone among them and others unknown, move nothing', () => {
    const change: Change = (text, name) =>
      name === 'n1' ? withDockerTime(2 * hourMs)(shiftLog(text, 2 * hourMs), name) : text
    const only = new Map([...logs].filter(([name]) => name === 'n1'))
    only.set('x', '1:M 22 Nov 2026 19:29:13.990 * Ready to accept connections')
    const {plan} = read(change, {}, only)
    expect(plan.clocks).toMatchObject([
      {name: 'n1', shiftMs: 0, zone: '+02:00'},
      {name: 'x', shiftMs: 0},
    ])
  })

  test('by stamps with a zone, which were read as UTC', () => {
    const line = (second: string) =>
      `pid=1 role=master timestamp="2024-11-10T05:52:${second}+02:00" level=notice message="Ready to accept connections"`
    const {plan} = read((text) => text, {}, new Map([['n1', `${line('01.500')}\n${line('02.500')}`]]))
    expect(plan.clocks).toMatchObject([
      {zone: '+00:00', shiftMs: 0, zoneBy: {message: 'Ready to accept connections'}},
    ])
  })
})

describe('years', () => {
  const withoutYear: Change = (text) => text.replaceAll(' Nov 2026 ', ' Nov ')
  const firstAt = (name: string, change: Change, options: ReadClocksOptions = {}) => {
    const {evidence, year} = read(change, options)
    const fact = evidence.find(({path}) => path === name)?.facts.find(({kind}) => kind === 'log')
    return [fact?.kind === 'log' ? new Date(fact.at ?? 0).getUTCFullYear() : undefined, year]
  }

  test('are those that other lines show, or that is given, or unknown', () => {
    expect(firstAt('n1', (text, name) => (name === 'n1' ? withoutYear(text, name) : text))).toEqual([
      2026, 2026,
    ])
    expect(firstAt('n1', withoutYear, {year: 2019})).toEqual([2019, 2019])
    expect(firstAt('n1', withoutYear)).toEqual([1972, null])
    expect(firstAt('n1', (text) => text)).toEqual([2026, null])
  })

  test('begin within a log', () => {
    const log = ['31 Dec 23:59:59.000', '01 Jan 00:00:01.000']
      .map((at) => `[1] ${at} * Ready to accept connections`)
      .join('\n')
    const {evidence} = read((text) => text, {year: 2012}, new Map([['n1', log]]))
    const times = evidence.flatMap(({facts}) =>
      facts.flatMap((fact) =>
        fact.kind === 'log' && fact.at !== null ? [new Date(fact.at).toISOString()] : [],
      ),
    )
    expect(times).toEqual(['2012-12-31T23:59:59.000Z', '2013-01-01T00:00:01.000Z'])
  })
})

test('clocks are compared the same, whether their zones are moved or not', () => {
  const {plan} = read(ahead({s2: 2 * hourMs + 5000}))
  const clock = plan.clocks.find(({name}) => name === 's2')
  expect(clock).toMatchObject({why: 'whole zone', reference: 'n2'})
  expect(clock?.skew?.loMs).toBeGreaterThan(2 * hourMs)
  expect(clock?.rest?.loMs).toBeGreaterThan(4000)
  expect(clock?.rest?.hiMs).toBeLessThan(7000)
})
