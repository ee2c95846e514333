// What is held here: with `--timing fast` every sentinel has the short periods that only SENTINEL DEBUG can set, also after it was
// started again, and a failover is one try; with other timings sentinels keep the periods of Redis.
import {Redis} from 'ioredis'
import {expect} from 'vitest'
import {type Deployment, startDeployment} from '../../src/index.ts'
import {test} from '../support/test.ts'

/** `ping-period`, `info-period` … of each sentinel, in milliseconds. */
async function periodsOf(deployment: Deployment) {
  return Promise.all(
    deployment.sentinels.map(async (address) => {
      const client = new Redis({...address, lazyConnect: true})
      await client.connect()
      const reply = (await client.call('SENTINEL', 'DEBUG')) as string[]
      client.disconnect()
      return Object.fromEntries(
        reply.flatMap((name, index) =>
          index % 2 === 0 ? [[name.toLowerCase(), Number(reply[index + 1])]] : [],
        ),
      )
    }),
  )
}

const fast = {
  'ping-period': 200,
  'ask-period': 100,
  'publish-period': 300,
  'info-period': 300,
  'tilt-period': 1000,
}
const shipped = {'ping-period': 1000, 'ask-period': 1000, 'publish-period': 2000, 'info-period': 10_000}

test('with fast timing sentinels are quick after the start, a restart and a reset, and one try is enough', async ({
  home,
  port,
}) => {
  await using deployment = await startDeployment('1m2r3s', {
    home,
    port,
    sentinelPort: port + 10,
    timing: 'fast',
  })
  const all = [fast, fast, fast].map((periods) => expect.objectContaining(periods))
  expect(await periodsOf(deployment)).toEqual(all)
  await deployment.kill('s2')
  await deployment.start('s2')
  expect(await periodsOf(deployment)).toEqual(all)
  await deployment.kill('master')
  const {phases, details, newMaster} = await deployment.awaitFailover()
  expect(newMaster).not.toBeNull()
  expect(details.kind === 'sentinel' && details.attempts.length).toBe(1)
  expect(details.inForce.downAfterMs).toBe(600)
  // Of the timers alone: down-after, minus the age of the last PONG, which is a ping period at most.
  expect(phases.sdownMs).toBeGreaterThanOrEqual(400)
  await deployment.reset()
  expect(await periodsOf(deployment)).toEqual(all)
})

test('with the timing of a lab sentinels keep the periods of Redis', async ({home, port}) => {
  await using deployment = await startDeployment('1m1s', {home, port, sentinelPort: port + 10})
  expect(await periodsOf(deployment)).toEqual([expect.objectContaining(shipped)])
})
