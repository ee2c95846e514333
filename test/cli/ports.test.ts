// What is held here: a port belongs to a deployment for as long as it is on disk, whichever state folder that is in, so
// that nobody else's server comes to stand where its sentinels look for an instance.
import {mkdirSync} from 'node:fs'
import path from 'node:path'
import {takeDown} from '../../src/engine/deployment/take-down-named.ts'
import {expect, test} from '../support/test.ts'

test('the port of a killed instance is not given to another state folder', async ({redislab, home, port}) => {
  const other = path.join(home, '.other')
  await redislab('up 1m1r')
  await redislab('kill n1')
  const asked = await redislab(`up 1m --port ${port} --json`, {env: {REDISLAB_HOME: other}})
  expect(asked.exitCode).toBe(3)
  expect(asked.json().error).toEqual({
    code: 'PORT_TAKEN',
    message: `Port ${port}, wanted for n1, belongs to the deployment "default" of the state folder ${home}, which is not running now.`,
    suggestions: [`Remove it (REDISLAB_HOME=${home} redislab down --name default), or choose another port.`],
    exitCode: 3,
    details: {port, deployment: 'default', home},
  })
  // Once it is gone nothing is left that would own it.
  await redislab('down')
  const again = await redislab(`up 1m --port ${port}`, {env: {REDISLAB_HOME: other}})
  await takeDown({home: other, name: undefined, keep: false})
  expect(again.exitCode).toBe(0)
})

test('many that start at once over three state folders get ports of their own', async ({redislab, home}) => {
  const homes = ['.x', '.y', '.z'].map((name) => path.join(home, name))
  for (const one of homes) mkdirSync(one)
  const env = {REDISLAB_PORT: undefined, REDISLAB_SENTINEL_PORT: undefined}
  try {
    const results = await Promise.all(
      homes.flatMap((one) =>
        ['a', 'b', 'c'].map((name) =>
          redislab(`up 1m1s --name ${name} --json`, {env: {...env, REDISLAB_HOME: one}}),
        ),
      ),
    )
    expect(results.map(({exitCode}) => exitCode)).toEqual(results.map(() => 0))
    const addresses = results.flatMap((result) =>
      result.json().instances.map(({address}: {address: string}) => address),
    )
    expect(new Set(addresses).size).toBe(18)
  } finally {
    for (const one of homes) await takeDown({home: one, name: undefined, keep: false})
  }
})
