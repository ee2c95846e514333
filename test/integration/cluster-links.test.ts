// What is held here: in a cluster with links the bus goes through the relay, too, so a cut between nodes is a cut for
// all they say to each other; nobody ever learns of the addresses behind the relay; and when all is healed, all is as
// it was, but for the writes that one side took alone.

import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {Redis} from 'ioredis'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {tagOfSlot} from '../../src/core/topology/slots.ts'
import {type Deployment, type Load, startDeployment, startLoad} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {test as base, describe, expect, expectNothingLeft, type Fixtures} from '../support/test.ts'

const test = base.extend<Pick<Fixtures, 'redislab'>>({
  redislab: async ({redislab, clusterPort}, use) => {
    await use((args, options = {}) =>
      redislab(args, {...options, env: {REDISLAB_PORT: String(clusterPort), ...options.env}}),
    )
  },
})

/** Of the loopback blocks that instances with links get their own addresses from. */
const hiddenAddress = /127\.(?:6[4-9]|[7-9]\d|1[0-8]\d|19[01])\.\d+\.\d+/
const rate = 100

const [keyOfShard1, keyOfShard2] = [tagOfSlot(0), tagOfSlot(5461)]

const isIn = (all: readonly string[]) => (one: string) => all.includes(one)

interface Place {
  readonly home: string
  readonly clusterPort: number
}

const start = ({home, clusterPort}: Place) =>
  startDeployment('3m3r', {home, port: clusterPort, cluster: true, links: true, downAfterMs: 1000})

const untilReady = (lab: Deployment) =>
  eventually(() => lab.status(), {
    withinMs: 30_000,
    message: 'the cluster did not come to rest',
    until: ({ready}) => ready,
  })

const untilSucceeded = (load: Load, count: number) =>
  eventually(() => load.snapshot(), {
    withinMs: 20_000,
    message: 'the load did not go on',
    until: ({succeeded}) => succeeded >= count,
  })

/** A client that waits for nobody: at an address that everybody may know. */
function clientOf(port: number): Redis {
  const client = new Redis({host: '127.0.0.1', port, retryStrategy: () => null, maxRetriesPerRequest: 0})
  client.on('error', () => {})
  return client
}

/** Who has which slots, in the words of each node, told to a client that comes through the relay. */
async function slotsByNode(port: number): Promise<readonly string[]> {
  return Promise.all(
    [0, 1, 2, 3, 4, 5].map(async (offset) => {
      const client = clientOf(port + offset)
      try {
        const slots = (await client.cluster('SLOTS')) as readonly (readonly [number, number, ...unknown[]])[]
        const masters = slots.map(([first, last, master]) => JSON.stringify([first, last, master]))
        return masters.sort().join('\n')
      } finally {
        client.disconnect()
      }
    }),
  )
}

/** Everything that the nodes wrote: their logs, and what they know of each other. */
function writtenByNodes(deployment: Deployment): string {
  const {directory} = engineOf(deployment)
  const nodes = readdirSync(directory).filter((name) => /^n\d+$/.test(name))
  return nodes
    .flatMap((name) => ['redis.log', 'nodes.conf'].map((file) => path.join(directory, name, file)))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
}

function expectNothingHidden(lab: Deployment): void {
  const written = writtenByNodes(lab)
  expect(written).not.toMatch(hiddenAddress)
  expect(written).not.toContain('Address updated')
}

test('up is ready, all bus links go through the relay, and only the usual addresses are known', async ({
  home,
  clusterPort,
}) => {
  await using lab = await start({home, clusterPort})
  const status = await lab.status()
  expect(status).toMatchObject({ready: true, mode: 'cluster', links: {up: true, rules: []}})
  expect(JSON.stringify(status)).not.toMatch(hiddenAddress)
  const views = await slotsByNode(clusterPort)
  expect(new Set(views).size).toBe(1)
  expect(views[0]).toContain('127.0.0.1')
  expectNothingHidden(lab)
})

describe('a master cut off with its clients', () => {
  test('stops serving, is replaced by the majority, and what it took until then is lost by healing', async ({
    home,
    clusterPort,
  }) => {
    await using lab = await start({home, clusterPort})
    await using load = await startLoad(lab, {kind: 'acked-writes', at: 'n1', rate})
    await untilSucceeded(load, rate)
    const {report: cut} = await lab.partition('shard:1/master')
    expect(cut.instances.map(({name}) => name)).toEqual(['n1'])
    expect(cut.links).toHaveLength(10)
    const parted = await eventually(() => lab.status(), {
      withinMs: 20_000,
      message: 'the majority promoted nobody, or n1 still serves',
      until: ({masters: [shard], instances: [n1]}) =>
        shard?.shard?.servedBy.join() === 'n4' && n1?.clusterState === 'fail',
    })
    expect(parted).toMatchObject({ready: false, links: {rules: {length: 10}}})
    expect(parted.masters[0]).toMatchObject({instance: 'n4', claimedBy: ['n1', 'n4']})
    expect(parted.notReady).toContain('n1 sees n2 n3 n4 n5 n6 as failing')
    // Its clients reach it, and are told that it serves nothing.
    await eventually(() => load.snapshot(), {
      withinMs: 10_000,
      message: 'the clients of n1 were not refused',
      until: ({errors}) => (errors['CLUSTERDOWN'] ?? 0) > 10,
    })

    await lab.heal()
    const healed = await untilReady(lab)
    expect(healed.masters.map(({claimedBy}) => claimedBy)).toEqual([['n4'], ['n2'], ['n3']])
    expect(healed.masters.map(({shard}) => shard?.servedBy)).toEqual([['n4'], ['n2'], ['n3']])
    expect(healed.instances.map(({clusterState}) => clusterState)).toEqual(Array(6).fill('ok'))
    expect(healed.instances[0]).toMatchObject({role: 'replica', replicaOf: 'n4', linkUp: true})
    expect(new Set(await slotsByNode(clusterPort)).size).toBe(1)

    const report = await load.stop()
    if (report.kind !== 'acked-writes') throw new Error(`a report of ${report.kind}`)
    expect(report).toMatchObject({at: 'n1', masterName: 'shard-1', checkedOn: 'n4', notChecked: null})
    expect((report.surviving ?? 0) + (report.lost ?? 0)).toBe(report.acknowledged)
    expect(report.acknowledged).toBe(report.succeeded)
    expect(report.unknown + report.refused).toBe(report.failed)
    expect(report.surviving).toBeGreaterThan(0)
    expect(report.lost).toBeGreaterThan(0)
    expect(Object.keys(report.errors)).toEqual(expect.arrayContaining(['CLUSTERDOWN', 'MOVED']))
    // What was on its way to the replica when the links were cut is lost, too.
    expect(Date.parse(report.lostFrom ?? '')).toBeGreaterThanOrEqual(Date.parse(cut.at) - 100)
    expectNothingHidden(lab)
  }, 120_000)
})

test('one direction alone: what goes in the other arrives, and the two take each other for failing, nobody else', async ({
  home,
  clusterPort,
}) => {
  await using lab = await start({home, clusterPort})
  const {report} = await lab.partition('n1', {from: ['n4'], oneWay: true})
  expect(report.links).toEqual([{from: 'n4', to: 'n1'}])
  const [n1, n4] = [clientOf(clusterPort), clientOf(clusterPort + 3)]
  try {
    await n4.readonly()
    await n1.set(keyOfShard1, 'written')
    // What the master sends does arrive; that it has arrived the master does not hear.
    await eventually(() => n4.get(keyOfShard1), {
      withinMs: 5000,
      message: 'the replica did not get the write',
      until: (value) => value === 'written',
    })
    expect(await n1.wait(1, 300)).toBe(0)
    // n1 gets no pong; and n4 hears no ping any more once n1 has hung up, since a new handshake would need both ways.
    const {notReady, instances} = await eventually(() => lab.status(), {
      withinMs: 15_000,
      message: 'the two did not miss each other',
      until: (status) => ['n1 sees n4 as failing', 'n4 sees n1 as failing'].every(isIn(status.notReady)),
    })
    expect(notReady.filter((reason) => reason.includes(' sees '))).toHaveLength(2)
    expect(instances.map(({clusterState}) => clusterState)).toEqual(Array(6).fill('ok'))
    await lab.heal('n1')
    const {masters} = await untilReady(lab)
    expect(masters.map(({instance}) => instance)).toEqual(['n1', 'n2', 'n3'])
    expect(await n1.wait(1, 5000)).toBe(1)
  } finally {
    n1.disconnect()
    n4.disconnect()
  }
}, 60_000)

test('a delay is felt between two nodes, and by the clients of one', async ({home, clusterPort}) => {
  await using lab = await start({home, clusterPort})
  const [n1, n2] = [clientOf(clusterPort), clientOf(clusterPort + 1)]
  /** The shortest of some: a busy machine only adds. */
  const timed = async (call: () => Promise<unknown>) => {
    const times: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const startedAt = performance.now()
      await call()
      times.push(performance.now() - startedAt)
    }
    return Math.min(...times)
  }
  const replicated = (client: Redis, key: string) =>
    timed(async () => {
      await client.set(key, 'x')
      expect(await client.wait(1, 5000)).toBe(1)
    })
  try {
    await lab.delay('n1', {to: ['n4'], delayMs: 300})
    expect(await replicated(n1, keyOfShard1)).toBeGreaterThanOrEqual(290)
    expect(await replicated(n2, keyOfShard2)).toBeLessThan(290)
    await lab.delay('n2', {to: ['clients'], delayMs: 150})
    expect(await timed(() => n2.ping())).toBeGreaterThanOrEqual(149)
    expect(await timed(() => n1.ping())).toBeLessThan(149)
    expect((await lab.status()).links?.rules).toEqual([
      {from: 'n1', to: 'n4', delayMs: 300},
      {from: 'n2', to: 'clients', delayMs: 150},
    ])
  } finally {
    n1.disconnect()
    n2.disconnect()
  }
})

test('a replica that is alone serves nothing, and the others go on without it', async ({
  home,
  clusterPort,
}) => {
  await using lab = await start({home, clusterPort})
  await lab.partition('shard:2/replica')
  const {instances, masters} = await eventually(() => lab.status(), {
    withinMs: 15_000,
    message: 'n5 was not missed',
    until: ({notReady, instances: all}) =>
      notReady.includes('n1 sees n5 as failed') && all[4]?.clusterState === 'fail',
  })
  expect(instances.map(({clusterState}) => clusterState)).toEqual(['ok', 'ok', 'ok', 'ok', 'fail', 'ok'])
  expect(masters.map(({shard}) => shard?.servedBy)).toEqual([['n1'], ['n2'], ['n3']])
  await lab.heal('n5')
  expect((await untilReady(lab)).instances[4]).toMatchObject({role: 'replica', replicaOf: 'n2'})
}, 60_000)

describe('by its commands', () => {
  test('a shard is cut off, then for a time only, and comes back by itself', async ({redislab}) => {
    expect((await redislab('up 3m3r --cluster --links --down-after 1s')).exitCode).toBe(0)
    const report = (await redislab('partition shard:2 --json')).json()
    expect(report.instances.map(({name}: {name: string}) => name)).toEqual(['n2', 'n5'])
    expect(report.links).toHaveLength(16)
    expect((await redislab('status')).stdout).toMatch(/n2 n5 ↔ n1 n3 n4 n6\s+✖ cut/)
    // Without all slots nobody serves, and the replica that could take over is on the wrong side.
    await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 20_000,
      message: 'the others went on without the slots of shard-2',
      until: ({masters}) =>
        masters.every(({shard}: {shard: {servedBy: string[]}}) => shard.servedBy.length === 0),
    })
    expect((await redislab('partition shard:2 --for 1s')).exitCode).toBe(0)
    const {links, masters} = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 30_000,
      message: 'it was not healed',
      until: ({ready}) => ready,
    })
    expect(links.rules).toEqual([])
    expect(masters.map(({instance}: {instance: string}) => instance)).toEqual(['n1', 'n2', 'n3'])
  }, 90_000)

  test('keys do not cross a cut when slots are moved', async ({redislab}) => {
    await redislab('up 3m --cluster --links')
    await redislab('', {args: ['cli', 'key:foo', '--', 'SET', 'foo', 'bar']})
    expect((await redislab('partition n1 --from n3 --reset')).exitCode).toBe(0)
    const refused = await redislab('reshard 12182 --to n1')
    expect(refused.exitCode).toBe(4)
    expect(refused.stderr).toMatch(/n3 does not carry out MIGRATE: IOERR/)
    await redislab('heal')
    expect((await redislab('reshard --finish --json')).json().moves).toMatchObject([{to: 'n1', keys: 1}])
    expect((await redislab('', {args: ['cli', 'n1', '--', 'GET', 'foo']})).stdout.trim()).toBe('bar')
  }, 60_000)

  test('without their relay all nodes are alone; heal brings it back, and down leaves nothing', async ({
    redislab,
    home,
  }) => {
    const up = (await redislab('up 3m3r --cluster --links --down-after 1s --json')).json()
    process.kill(up.links.relay.pid, 'SIGKILL')
    const alone = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 20_000,
      message: 'nodes serve without knowing of each other',
      until: ({instances}) =>
        instances.every(({clusterState}: {clusterState: string}) => clusterState === 'fail'),
    })
    expect(alone).toMatchObject({ready: false, links: {up: false, relay: {pid: null, state: 'dead'}}})
    expect(alone.notReady[0]).toContain('links are down')
    expect((await redislab('partition n1 --json')).json().error).toMatchObject({code: 'WRONG_STATE'})
    expect((await redislab('reshard 1 --to n2')).stderr).toContain('The link relay does not answer')
    expect((await redislab('heal')).exitCode).toBe(0)
    await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 30_000,
      message: 'heal did not bring the cluster back',
      until: ({ready}) => ready,
    })
    expect((await redislab('down')).exitCode).toBe(0)
    expectNothingLeft(home)
  }, 90_000)

  test('without links there is nothing to cut: the error says how to have some', async ({redislab}) => {
    await redislab('up 3m --cluster')
    const {exitCode, stderr} = await redislab('partition n1')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('redislab up 3m --cluster --links --replace')
  })

  test('a plan on paper names both addresses of each node', async ({redislab}) => {
    const {stdout, exitCode} = await redislab('up 3m3r --cluster --links --dry-run')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('listens on')
    expect(stdout).toMatch(/n6\s+replica\s+127\.0\.0\.1:\d+\s+127\.\d+\.\d+\.7:\d+\s+of n3/)
  })
})
