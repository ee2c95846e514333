// What is held here: a cluster with several databases (Valkey 9.0) keeps the keys of all of them when slots move, key by key and whole;
// a server without them says which has them.

import {featuresOf} from '../../src/core/redis/server-version.ts'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import {test as base, describe, expect, type Fixtures} from '../support/test.ts'

const test = base.extend<Pick<Fixtures, 'redislab'>>({
  redislab: async ({redislab, clusterPort}, use) => {
    const env = {REDISLAB_PORT: String(clusterPort)}
    await use((args, options = {}) => redislab(args, {...options, env: {...env, ...options.env}}))
  },
})

const servers = (await findServers()).filter(({flavour}) => flavour !== 'keydb')
const hasDatabases = (server: (typeof servers)[number]) =>
  server.flavour === 'valkey' && featuresOf({flavour: 'valkey', version: server.version}).atomicSlots
const able = servers.find(hasDatabases)
const unable = servers.find((server) => !hasDatabases(server))

describe.skipIf(able === undefined)('a cluster with several databases', () => {
  test('keeps the keys of all of them when slots move', {timeout: 180_000}, async ({redislab}) => {
    const words = ['up', '2m', '--cluster', '--set', 'cluster-databases=4', '--server', able?.path ?? '']
    expect(await redislab('', {args: words})).toMatchObject({exitCode: 0})
    // The tag {06S} belongs to slot 0. More keys than one MIGRATE takes.
    const script = "for i = 1, 150 do redis.call('SET', KEYS[1] .. i, ARGV[1] .. i) end return 1"
    const cli = async (node: string, database: number, ...args: readonly string[]) => {
      const words = ['cli', node, '--', '-n', String(database), ...args]
      const {exitCode, stdout, stderr} = await redislab('', {args: words})
      expect(exitCode, stderr).toBe(0)
      return stdout.trim()
    }
    for (const database of [0, 1, 3])
      expect(await cli('n1', database, 'EVAL', script, '1', '{06S}', `of-${database}-`)).toBe('1')
    const there = async (node: string) => {
      const keyspace = (await redislab(`cli ${node} INFO keyspace`)).stdout
      const counts = [...keyspace.matchAll(/^db(\d+):keys=(\d+)/gm)].map(([, ...both]) => both.join(': '))
      return [...counts, await cli(node, 1, 'GET', '{06S}1')]
    }
    const all = ['0: 150', '1: 150', '3: 150', 'of-1-1']

    const moved = await redislab('reshard 0-9 --to n2 --json')
    expect(moved.json().moves).toMatchObject([{movedCount: 10, keys: 450, openCount: 0}])
    expect(await there('n2')).toEqual(all)

    const back = await redislab('reshard 0-9 --to n1 --atomic --json')
    expect(back.json().moves).toMatchObject([{movedCount: 10, keys: 450, openCount: 0}])
    expect(await there('n1')).toEqual(all)

    // What is left over half-way is in whichever database it is, and is finished from there.
    const half = await redislab('reshard 0 --to n2 --keys 200 --json')
    expect(half.json().moves).toMatchObject([{movedCount: 0, keys: 200, open: '0'}])
    expect((await redislab('reshard --finish --json')).json().moves).toMatchObject([{keys: 250}])
    expect(await there('n2')).toEqual(all)
  })
})

test.skipIf(unable === undefined)('a server without them names the one that has them', async ({redislab}) => {
  const words = ['up', '2m', '--cluster', '--set', 'cluster-databases=4', '--server', unable?.path ?? '']
  const refused = await redislab('', {args: words})
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toMatch(/refuses line \d+ of its conf, "cluster-databases 4"/)
  expect(refused.stderr.replace(/\s+/g, ' ')).toContain('Valkey 9.0 and later know it')
})
