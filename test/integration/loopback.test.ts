import {expect, test} from '../support/test.ts'

test('on another loopback address everybody finds everybody, and a failover works', async ({redislab}) => {
  const up = await redislab('up 1m2r3s --host 127.0.0.2 --json')
  expect(up.json()).toMatchObject({ready: true})
  const {outcome} = (await redislab('kill master --watch --json')).json()
  expect(outcome).toBe('failed-over')
  const {instances} = (await redislab('status --json')).json()
  const hosts = instances.map(({address}: {address: string}) => address.split(':')[0])
  expect([...new Set(hosts)]).toEqual(['127.0.0.2'])
})
