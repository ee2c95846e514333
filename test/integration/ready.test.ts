// What is held here: ready means that a failover works. Kill the master at the very moment that start returns, and a
// replica takes over, every time.
import {startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

test('a master killed as soon as the deployment is ready is replaced, 20 times out of 20', async ({
  home,
  port,
}) => {
  const newMasters: (string | null)[] = []
  for (let round = 1; round <= 20; round += 1) {
    await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
    await lab.kill('n1')
    const {masters} = await eventually(() => lab.status(), {
      // A machine that stands still for two seconds sends sentinels into TILT: then it happens after those 30 s.
      withinMs: 60_000,
      message: `no failover in round ${round}`,
      until: ({masters: [master]}) => master?.instance != null && master.sentinelsAgree === true,
    })
    newMasters.push(masters[0]?.instance ?? null)
  }
  expect(newMasters).toHaveLength(20)
  expect(newMasters.every((name) => name === 'n2' || name === 'n3')).toBe(true)
}, 300_000)

test('at ready every sentinel knows every other and every replica', async ({home, port}) => {
  await using lab = await startDeployment('2m4r5s', {home, port, sentinelPort: port + 10})
  const {ready, instances} = await lab.status()
  expect(ready).toBe(true)
  expect(
    instances.filter(({kind}) => kind === 'sentinel').map(({believes}) => Object.keys(believes ?? {}).sort()),
  ).toEqual(Array.from({length: 5}, () => ['mymaster-1', 'mymaster-2']))
})

test('with natural discovery it is ready too, later', async ({home, port}) => {
  await using lab = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10, timing: 'redis'})
  expect((await lab.status()).ready).toBe(true)
})

test('an injected fault is undone when it is disposed of', async ({home, port}) => {
  await using lab = await startDeployment('1m1r', {home, port})
  {
    await using fault = await lab.pause('n2')
    expect(fault.report.instances).toEqual([expect.objectContaining({name: 'n2', role: 'replica'})])
    expect((await lab.status()).instances[1]?.state).toBe('paused')
  }
  expect((await lab.status()).instances[1]?.state).toBe('running')
})

test('an aborted start leaves nothing', async ({home, port}) => {
  const signal = AbortSignal.timeout(200)
  const starting = startDeployment('1m2r3s', {home, port, sentinelPort: port + 10, timing: 'redis', signal})
  await expect(starting).rejects.toThrow(expect.objectContaining({name: 'TimeoutError'}))
  const again = await startDeployment('1m', {home, port})
  await again.close()
})
