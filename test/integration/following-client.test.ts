// What is held here: a client of a cluster that is closed stays closed, whatever it was doing at that moment; and clients
// that lose sentinels say nothing of it.
import {readFileSync} from 'node:fs'
import process from 'node:process'
import {setTimeout as sleep} from 'node:timers/promises'
import {FollowingClient, untilReady} from '../../src/engine/redis/following-client.ts'
import {startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

test('clients of a cluster that are closed while they ask who has which slots leave no connection and no timer', async ({
  home,
  clusterPort,
  redislab,
}) => {
  await using lab = await startDeployment('3m', {home, port: clusterPort, cluster: true})
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  const finder = {kind: 'cluster', nodes: lab.instances} as const
  const clients = Array.from({length: 40}, () => FollowingClient.open(finder))
  expect(await untilReady(clients, {withinMs: 30_000})).toBe(true)
  // They ask every 200 ms: over this time each moment of it is met.
  for (const client of clients) {
    client[Symbol.dispose]()
    await sleep(5)
  }
  await eventually(timers, {withinMs: 5000, message: 'timers are left', until: (count) => count <= before})
  for (const name of ['n1', 'n2', 'n3']) {
    const connections = async () => {
      const {stdout} = await redislab(`cli ${name} -- CLIENT LIST TYPE normal`)
      return stdout.trim().split('\n').length
    }
    // The one that asks.
    const message = `connections to ${name} are left`
    await eventually(connections, {withinMs: 5000, message, until: (count) => count === 1})
  }
})

test('sentinels that end are no matter of the clients: nothing is said of them', async ({home, redislab}) => {
  await redislab('up 1m2r3s')
  const load = redislab('load acked-writes --for 3s --json')
  const journal = `${home}/default/journal.jsonl`
  await eventually(() => readFileSync(journal, 'utf8'), {
    withinMs: 10_000,
    message: 'the load did not start',
    until: (text) => text.includes('load-started'),
  })
  await redislab('kill s1 s2')
  const {exitCode, stderr} = await load
  expect(exitCode).toBe(0)
  expect(stderr).not.toMatch(/ioredis|ECONNREFUSED/)
})
