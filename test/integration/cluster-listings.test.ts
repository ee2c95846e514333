// What is held here: a client that asks any node of a ready cluster, by whatever command, finds every node, whatever was
// done before. Of every server that is here: what is in nodes.conf depends on the version.
import process from 'node:process'
import {Redis} from 'ioredis'
import {compareVersions} from '../../src/core/redis/server-version.ts'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import {type Deployment, startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {wantedServer} from '../support/server-under-test.ts'
import {expect, test} from '../support/test.ts'

const here = (await findServers()).filter(({supported}) => supported)
// The tests of one server are about that one: it is the default.
const servers =
  wantedServer === undefined ? here : here.filter(({path}) => path === process.env['REDISLAB_SERVER'])

/** What each node says of all, told by name: `n4 replica of n1`. Slots are counted. */
async function listingsOf(lab: Deployment) {
  const {instances} = await lab.status()
  const nameOf = (port: unknown) => instances.find(({address}) => address.endsWith(`:${port}`))?.name
  return Promise.all(
    lab.nodes.map(async (address) => {
      const client = new Redis({...address, lazyConnect: true})
      await client.connect()
      try {
        const slots = (await client.call('CLUSTER', 'SLOTS')) as [
          number,
          number,
          [string, number],
          ...[string, number][],
        ][]
        const shards = ((await client.call('CLUSTER', 'SHARDS')) as unknown[][]).map(fieldsOf)
        return {
          slots: slots
            .flatMap(([, , master, ...replicas]) => [
              `${nameOf(master[1])} master`,
              ...replicas.map((replica) => `${nameOf(replica[1])} replica of ${nameOf(master[1])}`),
            ])
            .sort(),
          shards: shards
            .flatMap(({nodes}) => {
              const all = (nodes as unknown[][]).map(fieldsOf)
              const master = all.find(({role}) => role === 'master')
              return all.map(({port, role, health}) =>
                [
                  nameOf(port),
                  role,
                  ...(role === 'master' ? [] : ['of', nameOf(master?.['port'])]),
                  ...(health === 'online' ? [] : [health]),
                ].join(' '),
              )
            })
            .sort(),
          slotCount: shards
            .flatMap(({slots}) => slots as number[])
            .reduce((sum, slot, index) => sum + (index % 2 === 0 ? 1 - slot : slot), 0),
          keys: await client.dbsize(),
        }
      } finally {
        client.disconnect()
      }
    }),
  )
}

function fieldsOf(flat: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]] as const] : [])),
  )
}

const usual = [
  'n1 master',
  'n2 master',
  'n3 master',
  'n4 replica of n1',
  'n5 replica of n2',
  'n6 replica of n3',
]

/** All nodes say the same, at the very moment of the call. */
async function expectAllListed(lab: Deployment, expected: readonly string[], what: string) {
  const listed = {slots: expected, shards: expected, slotCount: 16_384, keys: 0}
  expect(await listingsOf(lab), what).toEqual(lab.nodes.map(() => listed))
}

async function untilReady(lab: Deployment, message: string) {
  await eventually(() => lab.status(), {withinMs: 20_000, message, until: ({ready}) => ready})
}

test.for(
  // Before 7.0 there is no CLUSTER SHARDS.
  servers.filter(({flavour, version}) => flavour !== 'redis' || compareVersions(version, '7.0.0') >= 0),
)(
  '$flavour $version: every node lists every node',
  {timeout: 120_000},
  async ({path}, {home, clusterPort: port}) => {
    await using lab = await startDeployment('3m3r', {home, port, cluster: true, server: path})
    await expectAllListed(lab, usual, 'right after the start')

    await lab.restart(['n1', 'n5'])
    await untilReady(lab, 'ready after a restart')
    await expectAllListed(lab, usual, 'after a restart')

    await lab.failover('shard:2')
    await lab.awaitFailover({masterName: 'shard-2'})
    await untilReady(lab, 'ready after a failover')
    const swapped = usual.map((text) =>
      text.startsWith('n2') ? 'n2 replica of n5' : text.startsWith('n5') ? 'n5 master' : text,
    )
    await expectAllListed(lab, swapped, 'after a failover')

    await lab.kill('n3')
    const {phases} = await lab.awaitFailover({masterName: 'shard-3'})
    expect(phases.agreedMs, 'when every node that runs served again').toEqual(expect.any(Number))
    await lab.start('n3')
    await untilReady(lab, 'ready after a killed master came back')
    await lab.reset()
    await expectAllListed(lab, usual, 'after a reset')
  },
)

test.for(servers)(
  '$flavour $version: what is added is listed by all, and lists all',
  {timeout: 120_000},
  async ({path}, {clusterPort, redislab}) => {
    const run = (words: string) => redislab(words, {env: {REDISLAB_PORT: String(clusterPort)}})
    expect((await run(`up 3m3r --cluster --server ${path}`)).exitCode).toBe(0)
    const addresses = (await run('env --format json')).json().REDIS_CLUSTER_NODES.split(',')
    expect(addresses).toHaveLength(6)
    for (const words of ['add --replica-of shard:1', 'add', 'reshard --to all']) {
      expect(await run(words), words).toMatchObject({exitCode: 0, stderr: ''})
      // A replica that one master has too many moves to a new one without any, after 5 s and by itself
      // (cluster.c: clusterHandleSlaveMigration), and is loading for a moment.
      await eventually(async () => (await run('status --json')).json().notReady, {
        withinMs: 15_000,
        message: `ready after ${words}`,
        until: (notReady) => notReady.length === 0,
      })
    }
  },
)
