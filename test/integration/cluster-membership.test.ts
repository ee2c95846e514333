// A cluster that grows and shrinks: hypotheses are that every node learns of it before the command returns, that nothing
// is left half-way when it cannot be done, and that whatever moment it is killed at, what is there can be taken down.

import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
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
      stderr: expect.stringContaining('redislab start all --name other'),
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

describe('outside a cluster', () => {
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
      stderr: expect.stringContaining('redislab add --replica-of master --name other'),
    })
  })
})

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

function serversOf(home: string) {
  return processesIn(home).filter(({commandLine}) => commandLine.includes('-server'))
}

function signalWhenServing(home: string, pid: number, name: NodeJS.Signals): Promise<void> {
  return signalWhen(() => serversOf(home).length === 4, pid, name)
}

async function signalWhen(isTrue: () => boolean, pid: number, name: NodeJS.Signals): Promise<void> {
  await eventually(async () => isTrue(), {
    withinMs: 20_000,
    message: 'the moment to send a signal',
    until: (happened) => happened,
  })
  process.kill(pid, name)
}
