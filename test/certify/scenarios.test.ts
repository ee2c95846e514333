// What is held here: each scenario of certify catches the mistake that it is about, for its own reason, and a client that
// makes none passes all of them. The clients are in test/support/faulty-clients.
import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {readScenarios} from '../../src/certify/read-scenarios.ts'
import {runScenario} from '../../src/certify/run-scenario.ts'
import {runScenarios} from '../../src/certify/run-scenarios.ts'
import type {ReasonKind} from '../../src/core/certify/result.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'

const client = path.join(import.meta.dirname, '../support/faulty-clients/main.js')
const jobs = 5
const waitMs = 6000
/** By scenario, where that is too short: an old master becomes a replica only some ten seconds after a failover by request. */
const longerMs: Readonly<Record<string, number>> = {'planned-failover': 20_000}

/** What each mistake shows, and nothing else. Where two stand, it depends on the moment which of them is seen. */
const shown: Readonly<Record<string, readonly ReasonKind[]>> = {
  'planned-failover': ['never-back'],
  'planned-failover-scripts': ['never-back'],
  'stale-sentinel': ['connection-storm'],
  'master-killed': ['never-back'],
  'master-frozen': ['hang'],
  'master-unreachable': ['hang'],
  'box-dies': ['never-back'],
  'first-sentinel-hung': ['never-started'],
  'no-sentinel-at-start': ['crash'],
  'seeds-forgotten': ['never-back'],
  'sentinels-away': ['hang'],
  'missed-switch': ['silent-loss'],
  'two-failovers': ['silent-loss'],
  'sentinel-refuses': ['silent-loss'],
  'unknown-master': ['crash'],
  loading: ['crash'],
  'hostname-stays': ['never-back'],
  subscribe: ['hang'],
  'shard-subscribe': ['hang'],
  'blocked-pop': ['hang'],
  pool: ['capacity-lost'],
  'script-cache': ['never-back'],
  'cluster-master-killed': ['never-back'],
  'cluster-new-addresses': ['never-back'],
  'cluster-same-name': ['never-back', 'capacity-lost'],
  'cluster-foreign-seed': ['silent-loss'],
  'cluster-one-shard': ['others-stalled'],
  'cluster-slot-migration': ['hang'],
  'cluster-replica-stops': ['never-back'],
  'cluster-query-storm': ['query-storm'],
  'cluster-first-seed-dead': ['never-started'],
  'cluster-moved-in-transaction': ['never-back'],
  'cluster-handshake-cut': ['hang'],
  'long-outage': ['hang'],
  'coordinated-failover': ['never-back'],
  'cluster-shutdown-failover': ['never-back'],
  'cluster-atomic-migration': ['hang'],
  'replica-reads': ['never-back'],
}

const home = mkdtempSync(path.join(os.tmpdir(), 'redislab-certify-'))
afterAll(() => rmSync(home, {recursive: true, force: true, maxRetries: 5}))

const scenarios = await readScenarios()
const signal = new AbortController().signal
let server: Awaited<ReturnType<typeof chooseServer>>
beforeAll(async () => {
  server = await chooseServer(undefined)
})

test('there are 38 scenarios, numbered, each with a mistake that it catches', () => {
  expect(scenarios.map(({certify}) => certify.number)).toEqual(
    Array.from({length: 38}, (_, index) => index + 1),
  )
  expect(scenarios.map(({id}) => id).toSorted()).toEqual(Object.keys(shown).sort())
})

test('a client without a mistake passes all scenarios', {timeout: 600_000}, async () => {
  const command = [process.execPath, client]
  const results = await runScenarios(scenarios, {
    home,
    command,
    server,
    waitMs: 20_000,
    known: new Set(),
    // Fewer at once: on a busy machine a client that is starved would look like one that is slow.
    jobs: 3,
    signal,
  })
  const wrong = results.filter(
    ({outcome, skipped}) => outcome === 'failed' || (skipped !== null && !/^needs /.test(skipped)),
  )
  const told = wrong.map(({id, verdict, reasons, skipped}) => ({id, verdict, reasons, skipped}))
  expect(told, JSON.stringify(wrong.map(({evidence}, index) => ({...told[index], evidence})))).toEqual([])
})

describe('a client with the mistake fails, for its own reason', () => {
  const limit = makeLimit(jobs)
  const runs = new Map(
    scenarios.map((scenario) => [
      scenario.id,
      () =>
        limit(() =>
          runScenario(scenario, {
            home,
            command: [process.execPath, client, scenario.id],
            server,
            waitMs: longerMs[scenario.id] ?? waitMs,
            known: new Set(),
            signal,
          }),
        ),
    ]),
  )
  test.concurrent.each(Object.entries(shown))('%s', {timeout: 600_000}, async (id, kinds) => {
    const result = await runs.get(id)?.()
    if (result?.outcome === 'skipped' && /^needs /.test(result.skipped ?? '')) return
    expect(result, JSON.stringify(result?.evidence)).toMatchObject({id, outcome: 'failed', skipped: null})
    const seen = result?.reasons.map(({kind}) => kind) ?? []
    expect(seen.length).toBeGreaterThan(0)
    expect(kinds).toEqual(expect.arrayContaining([...seen]))
  })
})

/** A mistake, and a scenario that is about something else: there it does no harm, or the same. */
const elsewhere: readonly (readonly [mistake: string, scenario: string])[] = [
  ['no-sentinel-at-start', 'master-killed'],
  ['pool', 'master-killed'],
  ['unknown-master', 'two-failovers'],
  ['missed-switch', 'two-failovers'],
  ['script-cache', 'planned-failover-scripts'],
  ['planned-failover', 'no-sentinel-at-start'],
  ['shard-subscribe', 'cluster-first-seed-dead'],
  ['cluster-moved-in-transaction', 'cluster-first-seed-dead'],
  ['cluster-slot-migration', 'cluster-first-seed-dead'],
]

describe('a client with a mistake passes where that plays no part', () => {
  const limit = makeLimit(jobs)
  test.concurrent.each(elsewhere)('%s in %s', {timeout: 600_000}, async (mistake, id) => {
    const scenario = scenarios.find((one) => one.id === id) as (typeof scenarios)[number]
    const command = [process.execPath, client, mistake]
    const result = await limit(() =>
      runScenario(scenario, {home, command, server, waitMs: 20_000, known: new Set(), signal}),
    )
    if (/^needs /.test(result.skipped ?? '')) return
    const seen = result.reasons.map(({kind}) => kind)
    const expected = {outcome: 'passed', seen: []}
    expect({outcome: result.outcome, seen}, JSON.stringify(result.evidence)).toEqual(expected)
  })
})

/** So many at the same time: each is a deployment of its own. */
function makeLimit(most: number) {
  let free = most
  const waiting: (() => void)[] = []
  return async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
