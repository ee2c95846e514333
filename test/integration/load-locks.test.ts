// What is held here: the load of locks takes them as it is told to, on as many masters as that needs.
import {Connection} from '../../src/engine/redis/connection.ts'
import {startDeployment, startLoad} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

test('redlock locks at every master, goes on with one of three dead, and leaves nothing behind', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('3m', {home, port})
  await using load = await startLoad(lab, {kind: 'locks', strategy: 'redlock', concurrency: 4})
  await eventually(() => load.snapshot(), {
    withinMs: 15_000,
    message: 'nobody locked',
    until: ({succeeded}) => succeeded > 60,
  })
  await lab.kill('n3')
  // Locks are held for 3 s: those that come after were taken with one master dead.
  await eventually(() => load.snapshot(), {
    withinMs: 15_000,
    message: 'it did not go on',
    until: ({elapsedMs}) => elapsedMs > 5000,
  })
  const report = await load.stop()
  expect(report).toMatchObject({kind: 'locks', strategy: 'redlock', doubleHeld: 0, mostHolders: 1})
  expect(report.kind === 'locks' && report.acquired).toBeGreaterThan(2)
  expect(report.errors['refused']).toBeGreaterThan(0)
  for (const {port: at} of lab.instances.slice(0, 2)) {
    using connection = await Connection.open({host: '127.0.0.1', port: at})
    expect(await connection.call('DBSIZE')).toBe(0)
  }
})

test('a watchdog holds a lock for longer than its TTL', async ({home, port}) => {
  await using lab = await startDeployment('1m', {home, port})
  await using load = await startLoad(lab, {kind: 'locks', strategy: 'watchdog', concurrency: 2})
  const {port: at} = lab.instances[0] as {port: number}
  using connection = await Connection.open({host: '127.0.0.1', port: at})
  const scripts = async () => {
    const stats = String(await connection.call('INFO', 'commandstats'))
    return Number(/cmdstat_pexpire:calls=(\d+)/.exec(stats)?.[1] ?? 0)
  }
  await eventually(scripts, {
    withinMs: 15_000,
    message: 'it was not renewed beyond its TTL of 4 s',
    // The reply to the last one may still be under way when the load is stopped.
    until: (renewals) => renewals >= 4,
  })
  const report = await load.stop()
  expect(report).toMatchObject({strategy: 'watchdog', doubleHeld: 0, lostWhileHeld: 0, failed: 0})
  expect(report.kind === 'locks' && report.renewed).toBeGreaterThanOrEqual(3)
})
