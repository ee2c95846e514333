// What is held here: a master that is cut off with a minority goes on saying OK to the clients on its side, and what it
// took alone is lost when the links are healed. The loss is counted to the last write, and min-replicas bounds it.
import {type Deployment, type Load, startDeployment, startLoad} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

const rate = 100

async function untilPromoted(lab: Deployment): Promise<string> {
  const status = await eventually(() => lab.status(), {
    withinMs: 30_000,
    message: 'the majority promoted nobody',
    until: ({masters}) => (masters[0]?.claimedBy.length ?? 0) === 2,
  })
  return status.masters[0]?.claimedBy.find((name) => name !== 'n1') ?? ''
}

/** Redis takes its time: a sentinel believes in two masters for some 10 s before it turns one of them. */
async function untilOneMaster(lab: Deployment, master: string): Promise<void> {
  await eventually(() => lab.status(), {
    withinMs: 60_000,
    message: 'the old master did not become a replica',
    until: ({instances, masters}) =>
      masters[0]?.instance === master && masters[0].sentinelsAgree === true && instances[0]?.linkUp === true,
  })
}

async function untilSucceeded(load: Load, more: number): Promise<void> {
  const before = load.snapshot().succeeded
  await eventually(() => load.snapshot(), {
    withinMs: 20_000,
    message: 'the load did not go on',
    until: ({succeeded}) => succeeded >= before + more,
  })
}

async function stopped(load: Load) {
  const report = await load.stop()
  if (report.kind !== 'acked-writes') throw new Error(`a report of ${report.kind}`)
  // The sum holds exactly, and those whose answer never came are counted apart.
  expect((report.surviving ?? Number.NaN) + (report.lost ?? Number.NaN)).toBe(report.acknowledged)
  expect(report.acknowledged).toBe(report.succeeded)
  expect(report.unknown + report.refused).toBe(report.failed)
  return report
}

describe('a master cut off with a minority', () => {
  test('its clients are told OK beside the new master, and those writes are lost by healing', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10, links: true})
    await using load = await startLoad(lab, {kind: 'acked-writes', at: 'master', rate})
    await untilSucceeded(load, rate)
    const {report: partition} = await lab.partition(['master', 's1'])
    const master = await untilPromoted(lab)
    // Two masters now, and the old one takes what its clients send.
    const beside = 2 * rate
    await untilSucceeded(load, beside)
    await lab.heal()
    await untilOneMaster(lab, master)
    // It refuses what a replica refuses.
    await eventually(() => load.snapshot(), {
      withinMs: 10_000,
      message: 'the old master refused nothing',
      until: ({errors}) => (errors['READONLY'] ?? 0) > 0,
    })

    const report = await stopped(load)
    expect(report).toMatchObject({at: 'n1', checkedOn: master, notChecked: null, otherMasters: []})
    expect(report.lost).toBeGreaterThanOrEqual(beside)
    expect(report.surviving).toBeGreaterThan(0)
    expect(Object.keys(report.errors)).toContain('READONLY')
    // What is lost was acknowledged by the old master alone.
    const cutAt = Date.parse(partition.at)
    // What was on its way to the replicas when the links were cut is lost, too.
    expect(Date.parse(report.lostFrom ?? '')).toBeGreaterThanOrEqual(cutAt - 100)
    expect(Date.parse(report.lostTo ?? '')).toBeGreaterThan(cutAt)
  }, 150_000)

  test('with min-replicas-to-write it refuses after the allowed lag, which bounds the loss', async ({
    home,
    port,
  }) => {
    const set = ['min-replicas-to-write=1', 'min-replicas-max-lag=1']
    const options = {home, port, sentinelPort: port + 10, links: true, set}
    await using lab = await startDeployment('1m2r3s', options)
    await using load = await startLoad(lab, {kind: 'acked-writes', at: 'master', rate})
    await untilSucceeded(load, rate)
    const {report: partition} = await lab.partition(['master', 's1'])
    const master = await untilPromoted(lab)
    await eventually(() => load.snapshot(), {
      withinMs: 20_000,
      message: 'the old master went on without replicas',
      until: ({errors}) => (errors['NOREPLICAS'] ?? 0) > 2 * rate,
    })
    await lab.heal()
    await untilOneMaster(lab, master)

    const report = await stopped(load)
    expect(report).toMatchObject({checkedOn: master, notChecked: null})
    expect(report.errors['NOREPLICAS']).toBeGreaterThan(2 * rate)
    // Whole seconds are counted: a lag of one is seen after two, by a check that comes once a second, on Valkey after up
    // to four. What matters is that it ends: without the setting it takes writes until the links are healed.
    const windowMs = 5000
    expect(report.lost).toBeGreaterThan(0)
    expect(report.lost).toBeLessThanOrEqual((windowMs / 1000) * rate)
    const cutAt = Date.parse(partition.at)
    // What was on its way to the replicas when the links were cut is lost, too.
    expect(Date.parse(report.lostFrom ?? '')).toBeGreaterThanOrEqual(cutAt - 100)
    expect(Date.parse(report.lostTo ?? '') - cutAt).toBeLessThanOrEqual(windowMs)
  }, 150_000)
})
