import process from 'node:process'
import type {PlannedInstance} from '../../src/core/topology/plan.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {startDeployment, startLoad} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {test as base, describe, expect, expectNothingLeft, type Fixtures} from '../support/test.ts'

/** As everywhere, with ports for nodes of a cluster. */
const test = base.extend<Pick<Fixtures, 'redislab'>>({
  redislab: async ({redislab, clusterPort}, use) => {
    const env = {REDISLAB_PORT: String(clusterPort)}
    await use((args, options = {}) => redislab(args, {...options, env: {...env, ...options.env}}))
  },
})

const seconds = (count: number) => count * 1000

test('up --cluster: every slot is served, every replica follows, and all is gone afterwards', async ({
  home,
  redislab,
}) => {
  const up = await redislab('up 3m3r --cluster --json')
  expect(up.exitCode).toBe(0)
  expect(up.json()).toMatchObject({
    mode: 'cluster',
    topology: '3m3r',
    ready: true,
    masters: [
      {name: 'shard-1', instance: 'n1', shard: {slots: '0-5460', slotCount: 5461, configEpoch: 1, open: []}},
      {name: 'shard-2', instance: 'n2', shard: {slots: '5461-10922', configEpoch: 2}},
      {name: 'shard-3', instance: 'n3', shard: {slots: '10923-16383', configEpoch: 3}},
    ],
    instances: [
      {name: 'n1', role: 'master', masterName: 'shard-1', clusterState: 'ok'},
      {name: 'n2', role: 'master'},
      {name: 'n3', role: 'master'},
      {name: 'n4', role: 'replica', replicaOf: 'n1', linkUp: true},
      {name: 'n5', role: 'replica', replicaOf: 'n2'},
      {name: 'n6', role: 'replica', replicaOf: 'n3'},
    ],
  })
  const {json} = await redislab('env --format json')
  expect(json().REDIS_CLUSTER_NODES.split(',')).toHaveLength(6)
  expect((await redislab('down')).exitCode).toBe(0)
  expectNothingLeft(home)
})

test('forty nodes: all slots are served, all agree, every replica follows, and all is gone afterwards', async ({
  home,
  redislab,
}) => {
  // More ports than a test has of its own: above those of all others, elsewhere in each checkout; the bus below 32768.
  const port = 22_000 + (process.ppid % 17) * 40
  const up = await redislab(`up 20m20r --cluster --json --port ${port}`)
  expect(up.exitCode).toBe(0)
  const {ready, masters, instances} = (await redislab('status --json')).json()
  expect(ready).toBe(true)
  expect(masters).toHaveLength(20)
  const slots = masters.map(({shard}: {shard: {slotCount: number}}) => shard.slotCount)
  expect(slots.reduce((sum: number, count: number) => sum + count)).toBe(16_384)
  expect(instances.filter(({linkUp}: {linkUp?: boolean}) => linkUp)).toHaveLength(20)
  expect((await redislab('down')).exitCode).toBe(0)
  expectNothingLeft(home)
})

test('with a password', async ({redislab}) => {
  const up = await redislab('up 3m3r --cluster --password secret --json')
  expect(up.json()).toMatchObject({ready: true})
})

describe('when a master dies', () => {
  test('its replica takes over its slots, and it comes back as a replica', async ({redislab}) => {
    await redislab('up 3m3r --cluster --down-after 1s')
    expect((await redislab('kill key:foo --json')).json()).toMatchObject({instances: [{name: 'n3'}]})
    const after = await redislab('status --wait 20s --json')
    expect(after.json().masters[2]).toMatchObject({
      name: 'shard-3',
      instance: 'n6',
      shard: {slots: '10923-16383'},
    })
    await redislab('start n3')
    await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: seconds(20),
      message: 'n3 comes back as a replica',
      until: ({ready, instances}) =>
        ready && instances[2].role === 'replica' && instances[2].replicaOf === 'n6',
    })
  })
})

test('a replica takes over in agreement with its master, and no acknowledged write is lost', async ({
  home,
  clusterPort,
}) => {
  await using lab = await startDeployment('3m3r', {home, name: 'default', port: clusterPort, cluster: true})
  await using writer = await startLoad(lab, {kind: 'acked-writes', masterName: 'shard-1', rate: 200})
  const {report} = await lab.failover('shard:1')
  expect(report.instances).toMatchObject([{name: 'n4', role: 'replica'}])
  await eventually(() => lab.status(), {
    withinMs: seconds(20),
    message: 'n4 is master of shard-1',
    until: ({ready, masters}) => ready && masters[0]?.instance === 'n4',
  })
  const written = writer.snapshot().succeeded
  await eventually(() => writer.snapshot().succeeded, {
    withinMs: seconds(10),
    message: 'the clients go on at the new master',
    until: (succeeded) => succeeded > written + 20,
  })
  expect(await writer.stop()).toMatchObject({checkedOn: 'n4', lost: 0})
})

test('who is to take over and is the master already does not make room for the old one', async ({
  redislab,
}) => {
  await redislab('up 3m3r --cluster')
  expect((await redislab('failover n4 --force --json')).json()).toMatchObject({instances: [{name: 'n4'}]})
  await eventually(async () => (await redislab('status --json')).json(), {
    withinMs: seconds(20),
    message: 'n4 is master of shard-1, and n1 its replica',
    until: ({ready, masters}) => ready && masters[0].instance === 'n4',
  })
  expect(await redislab('failover n4 --takeover')).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/n4 is the master of shard-1 already\..*failover shard:1 --takeover/s),
  })
  expect((await redislab('failover shard:1 --takeover --json')).json()).toMatchObject({
    instances: [{name: 'n1', role: 'replica'}],
  })
})

describe('a reshard', () => {
  test('moves slots with their keys; half-way it leaves them open, and --finish moves the rest', async ({
    home,
    clusterPort,
    redislab,
  }) => {
    await using lab = await startDeployment('3m3r', {home, name: 'default', port: clusterPort, cluster: true})
    await fill(redislab, '{foo}', 300)
    const half = await redislab('reshard 12182 --to shard:1 --keys 100 --json')
    expect(half.json()).toEqual({
      moves: [
        {
          to: 'n1',
          moved: '',
          movedCount: 0,
          already: '',
          alreadyCount: 0,
          open: '12182',
          openCount: 1,
          keys: 100,
          emptied: [],
        },
      ],
    })
    const status = await lab.status()
    expect(status.masters.map(({shard}) => shard?.open)).toEqual([
      [{slot: 12_182, state: 'importing', other: 'n3'}],
      [],
      [{slot: 12_182, state: 'migrating', other: 'n1'}],
    ])
    // A key that has gone already: the old owner sends the client on, for this one time. Which ones went is chance.
    const n3 = lab.instances[2] as PlannedInstance
    using connection = await Connection.open(n3)
    const answers = await Promise.all(
      [...Array(300).keys()].map((key) =>
        connection.call('GET', `{foo}${key}`).catch((error: Error) => error.message),
      ),
    )
    expect(answers.filter((answer) => /^ASK 12182 /.test(String(answer)))).toHaveLength(100)
    expect(answers.filter((answer, key) => answer === String(key))).toHaveLength(200)
    expect((await redislab('reshard --finish --json')).json().moves).toMatchObject([
      {to: 'n1', moved: '12182', keys: 200},
    ])
    const values = await Promise.all(
      [...Array(30).keys()].map((key) =>
        redislab('', {args: ['cli', 'slot:12182', '--', 'GET', `{foo}${key * 10}`]}),
      ),
    )
    expect(values.map(({stdout}) => stdout.trim())).toEqual(
      [...Array(30).keys()].map((key) => String(key * 10)),
    )
    expect((await redislab('status --json')).json().masters[0].shard).toMatchObject({
      slots: '0-5460,12182',
      open: [],
    })
  })

  test('shares slots among all masters, and says which were where they go', async ({redislab}) => {
    await redislab('up 3m --cluster')
    const slotCounts = async () =>
      (await redislab('status --json'))
        .json()
        .masters.map(({shard}: {shard: {slotCount: number}}) => shard.slotCount)
    expect((await redislab('reshard key:foo --to n1')).stdout).toContain(
      "1 slot is n1's now, with 0 keys  12182",
    )
    expect((await redislab('reshard 12182,0-9 --to n1')).stdout).toContain("11 slots are n1's already")
    await redislab('reshard --from n1 --count 300 --to n2')
    expect(await slotCounts()).toEqual([5162, 5762, 5460])
    expect((await redislab('reshard --to all --json')).json().moves).toMatchObject([
      {to: 'n1', movedCount: 299},
      {to: 'n3', movedCount: 1},
    ])
    expect(await slotCounts()).toEqual([5461, 5462, 5461])
    expect(await redislab('reshard --to all')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Each master has its share already.'),
    })
    expect((await redislab('reshard --from n3 --count 10 --to all --json')).json().moves).toMatchObject([
      {movedCount: expect.any(Number)},
      {movedCount: expect.any(Number)},
    ])
    expect(await slotCounts()).toEqual([5467, 5466, 5451])
    expect((await redislab('status --json')).json()).toMatchObject({ready: true})
  })

  test.for([
    ['reshard --from n4 --to all', 2, 'n4 is no master: it has no slots.'],
    ['reshard --from masters --to n1', 2, 'masters is more than one master: slots come from one.'],
    ['reshard 16384 --to shard:1', 2, '"16384" does not name slots.'],
    ['reshard 1 --to all', 2, 'all is more than one master: slots go to one.'],
    ['kill slot:16384', 2, '"slot:16384" is not a target.'],
  ] as const)('%s', async ([command, code, message], {redislab}) => {
    await redislab('up 3m1r --cluster')
    const {exitCode, stderr} = await redislab(command)
    expect(exitCode).toBe(code)
    expect(stderr).toContain(message)
  })

  test('an empty master gets an equal share from all others, with its keys', async ({redislab}) => {
    await redislab('up 3m --cluster')
    await fill(redislab, '{foo}', 50)
    await redislab('add')
    const {moves} = (await redislab('reshard --to all --json')).json()
    expect(moves).toMatchObject([{to: 'n4', movedCount: 4096}])
    const {masters} = (await redislab('status --json')).json()
    expect(masters.map(({shard}: {shard: {slotCount: number}}) => shard.slotCount)).toEqual([
      4096, 4096, 4096, 4096,
    ])
    expect((await redislab('reshard --to all')).stdout).toContain('Each master has its share already.')
    const back = await redislab('reshard --from n4 --to all --json')
    expect(back.json().moves.at(-1)).toMatchObject({emptied: [{name: 'n4', replicaOf: 'n3'}]})
    const {stdout} = await redislab('', {args: ['cli', 'key:{foo}', '--', 'GET', '{foo}49']})
    expect(stdout.trim()).toBe('49')
    expect((await redislab('status --json')).json()).toMatchObject({topology: '3m1r', masters: [{}, {}, {}]})
  })

  test('slots without a master: --finish and reshard say what gives them one', async ({redislab}) => {
    await redislab('up 3m --cluster --down-after 500ms --name other')
    await redislab('kill n2 --name other')
    const finish = await redislab('reshard --finish --name other')
    expect(finish.stdout).toContain('5462 slots have no master: shard-2 has none (n2 is dead)  5461-10922')
    expect(finish.stdout).toContain('redislab start --name other n2')
    expect(await redislab('reshard 6000 --to n1 --name other')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('redislab start --name other n2'),
    })
    await redislab('start n2 --name other')
    await eventually(async () => (await redislab('status --json --name other')).json(), {
      withinMs: seconds(20),
      message: 'every slot has a master',
      until: ({ready}) => ready,
    })
    expect((await redislab('reshard --finish --name other --json')).json()).toEqual({
      moves: [],
      masterless: [],
    })
  })

  test('two at once, of the same slots, come one after the other', async ({redislab}) => {
    await redislab('up 3m --cluster')
    for (let round = 0; round < 3; round += 1) {
      const both = await Promise.all([
        redislab('reshard 1000-1200 --to shard:3'),
        redislab('reshard 1000-1200 --to shard:2'),
      ])
      expect(both.map(({exitCode}) => exitCode)).toEqual([0, 0])
    }
    const {ready, masters} = (await redislab('status --json')).json()
    expect(ready).toBe(true)
    expect(masters.map(({shard}: {shard: {open: unknown[]}}) => shard.open)).toEqual([[], [], []])
  })

  test('of a cluster that is down is refused in the words of its nodes', async ({redislab}) => {
    await redislab('up 3m --cluster --down-after 500ms')
    await redislab('kill n2 n3')
    await eventually(async () => (await redislab('status --json')).json().instances[0].clusterState, {
      withinMs: seconds(10),
      message: 'n1 stops serving',
      until: (state) => state === 'fail',
    })
    expect(await redislab('reshard 5461 --to n1')).toMatchObject({
      exitCode: 4,
      stderr: expect.not.stringMatching(/bug/i),
    })
  })

  test('needs a cluster', async ({redislab}) => {
    await redislab('up 1m')
    expect(await redislab('reshard 1 --to n1')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('is no cluster'),
    })
    expect(await redislab('kill key:foo')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('Only a cluster has slots'),
    })
  })
})

/** Writes so many keys that begin with a text, each holding its number. */
async function fill(
  redislab: (args: string, options?: {args?: readonly string[]}) => Promise<unknown>,
  tag: string,
  count: number,
) {
  const pairs = [...Array(count).keys()].flatMap((key) => [`${tag}${key}`, String(key)])
  await redislab('', {args: ['cli', `key:${tag}`, '--', 'MSET', ...pairs]})
}
