// What is held here: a load says truly what its clients were promised and the outcome, through failovers and
// restarts of real servers. The sums are exact.

import {setTimeout as delay} from 'node:timers/promises'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import type {LoadReport} from '../../src/core/load/report.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {readJournal} from '../../src/engine/state/journal.ts'
import {type Deployment, startDeployment, startLoad} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

function only<Kind extends LoadReport['kind']>(report: LoadReport, kind: Kind) {
  expect(report.kind).toBe(kind)
  return report as Extract<LoadReport, {kind: Kind}>
}

/** What holds of every report, whatever happened. */
function expectSound(report: LoadReport): void {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const {overTime, errors, succeeded, failed, latencyMs} = report
  expect(sum(Object.values(errors))).toBe(failed)
  expect(sum(overTime.map((stretch) => stretch.succeeded))).toBe(succeeded)
  expect(sum(overTime.flatMap((stretch) => Object.values(stretch.errors)))).toBe(failed)
  if (latencyMs === null) return
  const {p50, p90, p99, p999, max} = latencyMs
  expect([p50, p90, p99, p999, max]).toEqual([p50, p90, p99, p999, max].sort((a, b) => a - b))
}

async function failOver(lab: Deployment, before: string | null): Promise<void> {
  await eventually(async () => (await lab.status()).masters[0], {
    withinMs: 25_000,
    message: 'nobody took over',
    until: (master) =>
      master?.instance != null && master.instance !== before && master.sentinelsAgree === true,
  })
}

describe('the journal', () => {
  test('is in the order of time when something is done while a load looks what survived', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'acked-writes'})
    await lab.kill('n1')
    const stopping = load.stop()
    await lab.start('n1')
    await stopping
    const kinds = (await readJournal(engineOf(lab).directory)).map(({entry}) => entry.kind)
    expect(kinds.at(-1)).toBe('load-ended')
    const times = (await readJournal(engineOf(lab).directory)).map(({at}) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

describe('acked-writes', () => {
  test('through kill master: the sum holds, and the outage is seen as it was', async ({home, port}) => {
    await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
    await using load = await startLoad(lab, {kind: 'acked-writes', rate: 500})
    await delay(1000)
    await lab.kill('master')
    await failOver(lab, 'n1')
    // The clients shall see the new master too.
    const {succeeded} = load.snapshot()
    await eventually(() => load.snapshot(), {
      withinMs: 15_000,
      message: 'the load did not go on',
      until: (now) => now.succeeded > succeeded + 200,
    })
    const report = only(await load.stop(), 'acked-writes')
    expectSound(report)
    expect(report).toMatchObject({masterName: 'mymaster', checkedOn: expect.stringMatching(/^n[23]$/)})
    expect(report.acknowledged).toBe(report.succeeded)
    expect(report.acknowledged).toBeGreaterThan(500)
    expect((report.surviving ?? 0) + (report.lost ?? 0)).toBe(report.acknowledged)
    expect(report.unknown + report.refused).toBe(report.failed)
    // down-after is 1 s: no failover is faster.
    expect(report.outageMs).toBeGreaterThan(900)
    expect(report.outage?.firstSuccess).not.toBeNull()
    expect(report.longestGapMs).toBeGreaterThanOrEqual(report.outageMs)
    // It cleans up behind itself.
    expect(await load.stop()).toBe(report)
  })

  test('one master without persistence, restarted: what was acknowledged before is lost, and counted', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'acked-writes', rate: 1000})
    const before = await eventually(() => load.snapshot(), {
      withinMs: 10_000,
      message: 'nothing was written',
      until: ({succeeded}) => succeeded >= 500,
    })
    await lab.restart('master')
    const after = load.snapshot()
    await eventually(() => load.snapshot(), {
      withinMs: 10_000,
      message: 'the load did not go on',
      until: ({succeeded}) => succeeded >= after.succeeded + 200,
    })
    const report = only(await load.stop(), 'acked-writes')
    expectSound(report)
    expect(report.lost).toBeGreaterThanOrEqual(before.succeeded)
    expect(report.surviving).toBeGreaterThan(0)
    expect((report.surviving ?? 0) + (report.lost ?? 0)).toBe(report.acknowledged)
    expect(report.outageMs).toBeGreaterThan(0)
    expect(Date.parse(report.lostFrom ?? '')).toBeLessThanOrEqual(Date.parse(report.lostTo ?? ''))
    expect(Date.parse(report.lostTo ?? '')).toBeLessThan(Date.parse(report.outage?.firstSuccess ?? ''))
  })

  test('a master without the replicas that it needs: NOREPLICAS is counted, and nothing is lost', async ({
    home,
    port,
  }) => {
    const set = ['min-replicas-to-write=1', 'min-replicas-max-lag=1']
    await using lab = await startDeployment('1m2r', {home, port, set})
    await using load = await startLoad(lab, {kind: 'acked-writes'})
    await delay(500)
    await lab.kill('replicas')
    await eventually(() => load.snapshot(), {
      withinMs: 15_000,
      message: 'the master went on without replicas',
      until: ({errors}) => (errors['NOREPLICAS'] ?? 0) > 50,
    })
    const report = only(await load.stop(), 'acked-writes')
    expectSound(report)
    expect(report.acknowledged).toBeGreaterThan(0)
    expect(report).toMatchObject({lost: 0, unknown: 0, surviving: report.acknowledged})
    expect(report.refused).toBe(report.errors['NOREPLICAS'])
    expect(report.outage).toMatchObject({firstSuccess: null})
  })

  test('a sleeping master: its clients time out, and nobody knows of those writes', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'acked-writes', concurrency: 3})
    await delay(300)
    await engineOf(lab).inject({kind: 'sleep', durationMs: 2500, wait: true}, ['master'])
    const {succeeded} = load.snapshot()
    await eventually(() => load.snapshot(), {
      withinMs: 10_000,
      message: 'the load did not go on',
      until: (now) => now.succeeded > succeeded + 50,
    })
    const report = only(await load.stop(), 'acked-writes')
    expectSound(report)
    expect(report.errors['timeout']).toBeGreaterThanOrEqual(3)
    expect(report.unknown).toBeGreaterThanOrEqual(3)
    // They lay in the socket while it slept, and were carried out when it woke.
    expect(report.unknownSurviving).toBe(report.unknown)
    expect(report).toMatchObject({lost: 0, surviving: report.acknowledged})
    expect(report.outageMs).toBeGreaterThan(2000)
  })

  test('no master in the end: nothing is claimed, and it is said why', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port, password: 'a secret'})
    await using load = await startLoad(lab, {kind: 'acked-writes'})
    await delay(500)
    await lab.kill('master')
    await delay(200)
    const report = only(await load.stop(), 'acked-writes')
    expectSound(report)
    expect(report.acknowledged).toBeGreaterThan(0)
    expect(report).toMatchObject({
      surviving: null,
      lost: null,
      checkedOn: null,
      notChecked: 'there is no master',
    })
  })

  test('many writes at full speed are all found again, and none is left behind', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'acked-writes', rate: null, concurrency: 16})
    await delay(3000)
    const report = only(await load.stop(), 'acked-writes')
    expect(report.acknowledged).toBeGreaterThan(3000)
    expect(report).toMatchObject({lost: 0, surviving: report.acknowledged, failed: 0, outage: null})
    using connection = await Connection.open({host: '127.0.0.1', port})
    expect(await connection.call('DBSIZE')).toBe(0)
  })
})

describe('the other loads', () => {
  test('locks: a lock that is lost in a restart has two holders, and its fencing numbers begin again', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'locks'})
    await delay(1000)
    await lab.restart('master')
    await delay(1500)
    const report = only(await load.stop(), 'locks')
    expectSound(report)
    expect(report.acquired).toBeGreaterThan(4)
    expect(report.contended).toBeGreaterThan(0)
    expect(report.doubleHeld).toBeGreaterThan(0)
    expect(report.fencingBroken).toBeGreaterThan(0)
    expect(report.lostWhileHeld).toBeGreaterThan(0)
  })

  test('locks: undisturbed, each has one holder at a time', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'locks', concurrency: 4})
    await delay(3500)
    const report = only(await load.stop(), 'locks')
    expect(report.acquired).toBeGreaterThan(2)
    expect(report).toMatchObject({doubleHeld: 0, fencingBroken: 0, lostWhileHeld: 0, failed: 0})
  })

  test('blocked pops: each number comes out once, through a failover too or it is counted', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
    await using load = await startLoad(lab, {kind: 'blocked-pops'})
    await delay(500)
    await lab.failover()
    await failOver(lab, 'n1')
    await delay(500)
    const report = only(await load.stop(), 'blocked-pops')
    expectSound(report)
    expect(report.popped).toBeGreaterThan(0)
    expect(report.popped + (report.left ?? 0) + (report.lost ?? 0)).toBe(report.acknowledged)
  })

  test('pubsub: whoever is not connected misses messages', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'pubsub', concurrency: 3, rate: 1000})
    await delay(500)
    await lab.disconnect('master', {types: ['pubsub']})
    await delay(1000)
    const report = only(await load.stop(), 'pubsub')
    expectSound(report)
    expect(report.received + report.missed).toBe(report.published * report.subscribers)
    expect(report.missed).toBeGreaterThan(0)
    expect(report.gaps).toBe(3)
    expect(report.longestGap).toBeGreaterThan(1)
  })

  test('reads: right while all is well, missing after a restart without persistence', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'reads'})
    await delay(500)
    await lab.restart('master')
    await delay(1000)
    const report = only(await load.stop(), 'reads')
    expectSound(report)
    expect(report.right).toBeGreaterThan(0)
    expect(report.missing).toBeGreaterThan(0)
    expect(report.right + report.missing + report.wrong).toBe(report.succeeded)
  })

  test('fill: writes are refused with OOM, and healed by disposing', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port})
    await using load = await startLoad(lab, {kind: 'acked-writes'})
    await delay(300)
    {
      await using _full = await lab.fill('master')
      await delay(500)
    }
    const {succeeded} = load.snapshot()
    await delay(500)
    const report = only(await load.stop(), 'acked-writes')
    expect(report.errors['OOM']).toBeGreaterThan(10)
    expect(report.succeeded).toBeGreaterThan(succeeded + 20)
    expect(report).toMatchObject({lost: 0, unknown: 0})
  })
})
