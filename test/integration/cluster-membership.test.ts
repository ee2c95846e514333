// A cluster that grows and shrinks: hypotheses are that every node learns of it before the command returns, that nothing
// is left half-way when it cannot be done, and that whatever moment it is killed at, what is there can be taken down.

import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {test as base, describe, expect, expectNothingLeft, type Fixtures} from '../support/test.ts'

const test = base.extend<Pick<Fixtures, 'redislab'>>({
  redislab: async ({redislab, clusterPort}, use) => {
    const env = {REDISLAB_PORT: String(clusterPort)}
    await use((args, options = {}) => redislab(args, {...options, env: {...env, ...options.env}}))
  },
})

type Redislab = Fixtures['redislab']

describe('add', () => {
  test('a master without slots, then a replica of it: every node knows them, and so does every command', async ({
    home,
    redislab,
  }) => {
    await redislab('up 3m --cluster --set maxmemory=20mb --password secret')
    const master = await redislab('add --json')
    expect(master.json()).toMatchObject({
      added: {name: 'n4', role: 'master', masterName: 'shard-4', pid: expect.any(Number)},
      readyMs: expect.any(Number),
    })
    const replica = await redislab('add --replica-of n4 --json')
    expect(replica.json()).toMatchObject({
      added: {name: 'n5', role: 'replica', masterName: 'shard-4', replicaOf: 'n4'},
    })
    const {json} = await redislab('status --json')
    expect(json()).toMatchObject({
      topology: '4m1r',
      ready: true,
      notReady: [],
      masters: [{}, {}, {}, {name: 'shard-4', instance: 'n4', shard: {slotCount: 0}}],
    })
    expect(json().instances.slice(3)).toMatchObject([
      {name: 'n4', role: 'master', clusterState: 'ok'},
      {name: 'n5', role: 'replica', replicaOf: 'n4', linkUp: true},
    ])
    for (const node of ['n1', 'n2', 'n3', 'n4', 'n5']) {
      expect(await nodesKnownBy(redislab, node)).toHaveLength(5)
    }
    expect((await redislab('cli n5 -- CONFIG GET maxmemory')).stdout).toContain('20971520')
    const timeline = (await redislab('timeline')).stdout
    expect(timeline).toContain('n4 is added, a master without slots')
    expect(timeline).toContain('n5 is added, a replica of n4')
    expect((await redislab('restart n5 --json')).json()).toMatchObject({instances: [{name: 'n5'}]})
    expect((await redislab('down')).exitCode).toBe(0)
    expectNothingLeft(home)
  })

  test('made from the templates of its deployment, even when these are gone', async ({home, redislab}) => {
    const own = path.join(home, '.templates')
    mkdirSync(own)
    const shipped = readFileSync(path.resolve(import.meta.dirname, '../../templates/redis.conf'), 'utf8')
    writeFileSync(path.join(own, 'redis.conf'), `${shipped}\nmaxclients 1234\n`)
    await redislab(`up 3m --cluster --templates ${own}`)
    rmSync(own, {recursive: true})
    await redislab('add')
    expect((await redislab('cli n4 -- CONFIG GET maxclients')).stdout).toContain('1234')
  })

  test.for([
    ['add --replica-of n9', 4, 'No instance is "n9" now.'],
    ['add --replica-of all', 2, '--replica-of all does not name one master.'],
  ] as const)(
    '%s is refused, and nothing is left of it',
    async ([command, code, message], {home, redislab}) => {
      await redislab('up 3m --cluster')
      const {exitCode, stderr} = await redislab(command)
      expect(stderr).toContain(message)
      expect(exitCode).toBe(code)
      expect(existsSync(path.join(home, 'default', 'n4'))).toBe(false)
    },
  )

  test('when all nodes are dead there is nobody to join', async ({redislab}) => {
    await redislab('up 3m --cluster --name other')
    await redislab('kill all --name other')
    expect(await redislab('add --name other')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('redislab start --name other all'),
    })
  })

  test('Ctrl-C: nothing is left of it', async ({home, redislab}) => {
    await redislab('up 3m --cluster')
    const {exitCode, stderr} = await redislab('add', {
      onStart: (pid) => void signalWhenServing(home, pid, 'SIGINT'),
    })
    expect(stderr).toContain('Interrupted')
    expect(exitCode).toBe(130)
    expect(existsSync(path.join(home, 'default', 'n4'))).toBe(false)
    expect(serversOf(home)).toHaveLength(3)
    expect((await redislab('status --json')).json()).toMatchObject({topology: '3m', ready: true})
    for (const node of ['n1', 'n2', 'n3']) expect(await nodesKnownBy(redislab, node)).toHaveLength(3)
  })

  test.for([
    ['its conf is written', (home: string) => existsSync(path.join(home, 'default', 'n4', 'nodes.conf'))],
    ['it is on record', (home: string) => recorded(home).includes('"n4"')],
    ['its server runs', (home: string) => serversOf(home).length === 4],
  ] as const)('killed when %s: status and down go on', async ([, isThere], {home, redislab}) => {
    await redislab('up 3m --cluster')
    const {exitCode} = await redislab('add', {
      onStart: (pid) => void signalWhen(() => isThere(home), pid, 'SIGKILL'),
    })
    expect(exitCode).toBe(null)
    const {instances} = (await redislab('status --json')).json()
    expect(instances.slice(0, 3)).toMatchObject([{role: 'master'}, {role: 'master'}, {role: 'master'}])
    // Another one does not trip over what is left.
    expect((await redislab('add --json')).json()).toMatchObject({added: {role: 'master'}})
    expect((await redislab('down')).exitCode).toBe(0)
    expectNothingLeft(home)
  })
})

describe('remove', () => {
  test('a master without slots: its replica goes to another one, and nobody knows it any more', async ({
    home,
    redislab,
  }) => {
    await redislab('up 3m1r --cluster')
    await redislab('add')
    await redislab('add --replica-of n5')
    const ids = await nodesKnownBy(redislab, 'n5')
    expect((await redislab('remove n5 --json')).json()).toMatchObject({
      removed: {name: 'n5', role: 'master', pid: expect.any(Number)},
      replicas: [{name: 'n6', replicaOf: 'n2'}],
      moves: [],
    })
    expect(existsSync(path.join(home, 'default', 'n5'))).toBe(false)
    expect(serversOf(home)).toHaveLength(5)
    const {json} = await redislab('status --json')
    expect(json()).toMatchObject({topology: '3m2r', ready: true, masters: [{}, {}, {}]})
    expect(json().instances.at(-1)).toMatchObject({name: 'n6', masterName: 'shard-2', replicaOf: 'n2'})
    for (const node of ['n1', 'n2', 'n3', 'n4', 'n6']) {
      const known = await nodesKnownBy(redislab, node)
      expect(known).toHaveLength(5)
      expect(ids).toEqual(expect.arrayContaining([...known]))
    }
    expect((await redislab('timeline')).stdout).toContain('n5 is removed')
  })

  test('a master that has slots is refused, in the words of what empties it; --reshard does it first', async ({
    redislab,
  }) => {
    await redislab('up 3m3r --cluster --name other')
    const refused = await redislab('remove n1 --name other')
    expect(refused.exitCode).toBe(4)
    expect(refused.stderr).toContain('n1 has 5461 slots (0-5460)')
    expect(refused.stderr).toContain('redislab reshard --name other --from n1 --to all')
    const {json} = await redislab('remove n1 --reshard --name other --json')
    expect(json()).toMatchObject({
      removed: {name: 'n1', role: 'master'},
      moves: [
        {to: 'n2', movedCount: 2730, emptied: []},
        {to: 'n3', movedCount: 2731, emptied: [{name: 'n1'}]},
      ],
    })
    const status = (await redislab('status --name other --json')).json()
    expect(status).toMatchObject({
      topology: '2m3r',
      ready: true,
      masters: [
        {instance: 'n2', shard: {slotCount: 8192}},
        {instance: 'n3', shard: {slotCount: 8192}},
      ],
    })
  })

  test('a node that was down meanwhile does not bring it back', async ({redislab}) => {
    await redislab('up 3m2r --cluster --down-after 500ms')
    await redislab('kill n4')
    await redislab('remove n5')
    await redislab('start n4')
    await readyStatus(redislab)
    for (const node of ['n1', 'n2', 'n3', 'n4']) expect(await nodesKnownBy(redislab, node)).toHaveLength(4)
  })

  test('a dead replica, and a dead master that was replaced: the new one stands in the plan', async ({
    redislab,
  }) => {
    await redislab('up 3m3r --cluster --down-after 500ms')
    await redislab('kill n1 n5')
    expect((await redislab('status --wait 20s --json')).json().masters[0]).toMatchObject({instance: 'n4'})
    expect((await redislab('remove n5 --json')).json().removed).toMatchObject({role: 'unknown', pid: null})
    await redislab('remove n1')
    const {instances, masters, topology} = await readyStatus(redislab)
    expect(topology).toBe('3m1r')
    expect(instances.map(({name}: {name: string}) => name)).toEqual(['n2', 'n3', 'n4', 'n6'])
    expect(masters[0]).toMatchObject({name: 'shard-1', instance: 'n4', shard: {slots: '0-5460'}})
    // And the name and port of one that is gone are free again.
    expect((await redislab('add --replica-of n4 --json')).json()).toMatchObject({added: {name: 'n7'}})
  })

  test.for([
    ['pause n2', 'remove n4', 4, 'n2 is paused, and could not forget n4: it would bring it back.'],
    ['kill n3', 'remove n3', 4, 'n3 has 5461 slots (10923-16383) and is dead'],
    ['status', 'remove all', 2, 'all is more than one instance.'],
    ['reshard 0 --to n2 --keys 0', 'remove n1', 4, 'n1 has 5461 slots'],
  ] as const)('after %s: %s is refused', async ([before, command, code, message], {redislab}) => {
    await redislab('up 3m1r --cluster')
    expect((await redislab(before)).exitCode).toBe(0)
    const {exitCode, stderr} = await redislab(command)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(code)
  })

  test.for([
    ['it is about to stop', (home: string) => journalOf(home).includes('instance-removed')],
    ['its process has ended', (home: string) => serversOf(home).length === 3],
  ] as const)('killed when %s: it can be removed again', async ([, isThere], {home, redislab}) => {
    await redislab('up 3m1r --cluster')
    await redislab('remove n4', {onStart: (pid) => void signalWhen(() => isThere(home), pid, 'SIGKILL')})
    const {instances} = (await redislab('status --json')).json()
    if (instances.length === 4) expect((await redislab('remove n4')).exitCode).toBe(0)
    expect(await readyStatus(redislab)).toMatchObject({topology: '3m'})
    for (const node of ['n1', 'n2', 'n3']) expect(await nodesKnownBy(redislab, node)).toHaveLength(3)
    expect((await redislab('down')).exitCode).toBe(0)
    expectNothingLeft(home)
  })

  test('a fault that waits to be undone on one that is removed does no harm', async ({home, redislab}) => {
    await redislab('up 3m1r --cluster')
    await redislab('stop n4 --for 2s')
    await redislab('remove n4')
    await eventually(() => processesIn(home).filter(({commandLine}) => commandLine.includes('healer')), {
      withinMs: 20_000,
      message: 'the healer ends by itself',
      until: (healers) => healers.length === 0,
    })
    expect(await readyStatus(redislab)).toMatchObject({topology: '3m'})
  })
})

describe('outside a cluster', () => {
  test('a replica is removed, its master is not', async ({redislab}) => {
    await redislab('up 1m2r')
    expect((await redislab('remove n1')).stderr).toContain('n1 is the master of mymaster')
    await redislab('remove replica:1')
    expect((await redislab('status --json')).json()).toMatchObject({topology: '1m1r', ready: true})
  })

  test('where sentinels would wait for it, it is refused', async ({redislab}) => {
    await redislab('up 1m1r1s')
    expect(await redislab('remove n2')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('redislab stop TARGET'),
    })
  })

  test('a replica more, which sentinels hear of', async ({redislab}) => {
    await redislab('up 1m1r1s')
    const {json} = await redislab('add --replica-of master --json')
    expect(json()).toMatchObject({added: {name: 'n3', masterName: 'mymaster', replicaOf: 'n1'}})
    expect((await redislab('status --json')).json()).toMatchObject({topology: '1m2r1s', ready: true})
  })

  test('a single master becomes one with a replica', async ({redislab}) => {
    await redislab('up 1m')
    await redislab('add --replica-of n1')
    expect((await redislab('status --json')).json()).toMatchObject({mode: 'replication', ready: true})
  })

  test('a master more is refused: it says what can be added', async ({redislab}) => {
    await redislab('up 1m --name other')
    expect(await redislab('add --name other')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('redislab add --name other --replica-of master'),
    })
  })
})

/** The status as soon as it is ready. */
// biome-ignore lint/suspicious/noExplicitAny: as in the JSON of every command.
function readyStatus(redislab: Redislab, flags = ''): Promise<any> {
  return eventually(async () => (await redislab(`status --json${flags}`)).json(), {
    withinMs: 20_000,
    message: 'all nodes agree',
    until: ({ready}) => ready,
  })
}

/** The ids of the nodes that one of them knows. */
async function nodesKnownBy(redislab: Redislab, node: string): Promise<readonly string[]> {
  const {stdout} = await redislab(`cli ${node} -- CLUSTER NODES`)
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
}

function recorded(home: string): string {
  return readFileSync(path.join(home, 'default', 'deployment.json'), 'utf8')
}

function journalOf(home: string): string {
  return readFileSync(path.join(home, 'default', 'journal.jsonl'), 'utf8')
}

function serversOf(home: string) {
  return processesIn(home).filter(({commandLine}) => commandLine.includes('-server'))
}

function signalWhenServing(home: string, pid: number, name: NodeJS.Signals): Promise<void> {
  return signalWhen(() => serversOf(home).length === 4, pid, name)
}

async function signalWhen(isTrue: () => boolean, pid: number, name: NodeJS.Signals): Promise<void> {
  const deadline = Date.now() + 20_000
  // Often: some moments are short.
  while (!isTrue() && Date.now() < deadline) await delay(2)
  try {
    process.kill(pid, name)
  } catch (error) {
    // It was faster: then there is nothing half-way to look at.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
