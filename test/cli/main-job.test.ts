// What is held here: a newcomer's first ten minutes work. A deployment is ready when `up` returns, a killed master is
// replaced, the dead one comes back as a replica, and `down` leaves nothing.
import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {eventually} from '../support/eventually.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

describe('the main job', () => {
  test('up, kill master, start the dead one, down', async ({redislab, home}) => {
    const up = (await redislab('up 1m2r3s --json')).json()
    expect(up).toMatchObject({
      deployment: 'default',
      topology: '1m2r3s',
      mode: 'sentinel',
      ready: true,
      server: {
        flavour: expect.stringMatching(/redis|valkey/),
        version: expect.any(String),
        path: expect.any(String),
      },
      readyMs: expect.any(Number),
    })
    expect(up.instances).toHaveLength(6)
    expect(up.steps.map(({name}: {name: string}) => name)).toEqual([
      'configure',
      'masters',
      'replicas',
      'sentinels',
      'ready',
    ])
    expect(up.masters).toEqual([
      expect.objectContaining({name: 'mymaster', instance: 'n1', quorum: 2, sentinelsAgree: true}),
    ])

    const killed = (await redislab('kill master --json')).json()
    expect(killed).toMatchObject({fault: 'kill', instances: [{name: 'n1', pid: up.instances[0].pid}]})
    expect(new Date(killed.at).toISOString()).toBe(killed.at)

    const status = (await redislab('status --wait 20s --json')).json()
    const [master] = status.masters
    expect(['n2', 'n3']).toContain(master.instance)
    expect(master.sentinelsAgree).toBe(true)
    expect(status.instances[0]).toMatchObject({name: 'n1', state: 'dead', pid: null, role: 'unknown'})
    expect(status.ready).toBe(false)
    const {lines} = (await redislab('logs leader --json --tail 1')).json()
    expect(lines).toEqual([expect.objectContaining({role: 'sentinel'})])

    expect((await redislab('start n1 --json')).exitCode).toBe(0)
    const healed = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 40_000,
      message: 'n1 did not come back as a replica of the new master',
      until: ({instances, ready}) => instances[0].role === 'replica' && instances[0].linkUp === true && ready,
    })
    expect(healed.instances[0]).toMatchObject({replicaOf: healed.masters[0].instance, linkUp: true})

    const down = await redislab('down --json')
    expect(down.json()).toEqual({deployments: [{name: 'default', ended: 6}], kept: false})
    expectNothingLeft(home)
  })

  test.for(['1m', '1m2r', '1m2r3s', '2m4r3s', '5m', '1m1r1s'])(
    '%s comes up ready, and goes',
    async (topology, {redislab, home}) => {
      const {exitCode, json} = await redislab(`up ${topology} --json`)
      expect(exitCode).toBe(0)
      expect(json()).toMatchObject({ready: true, topology, notReady: []})
      expect((await redislab('status --json')).json()).toMatchObject({ready: true})
      expect((await redislab('down')).exitCode).toBe(0)
      expectNothingLeft(home)
    },
  )

  test('replicas in a chain replicate from one another', async ({redislab}) => {
    const {instances} = (await redislab('up 1m3r --chain --json')).json()
    expect(instances.map(({replicaOf}: {replicaOf?: string}) => replicaOf)).toEqual([
      undefined,
      'n1',
      'n2',
      'n3',
    ])
  })

  test('two masters fail over one by one', async ({redislab}) => {
    await redislab('up 2m4r3s --down-after 500ms')
    const ambiguous = (await redislab('kill master --json')).json()
    expect(ambiguous.error).toMatchObject({code: 'TARGET_AMBIGUOUS', exitCode: 4})
    await redislab('kill mymaster-2/master')
    const {masters} = (await redislab('status --wait 20s --json')).json()
    expect(masters[0]).toMatchObject({name: 'mymaster-1', instance: 'n1', sentinelsAgree: true})
    expect(['n4', 'n6']).toContain(masters[1].instance)
  })

  test('half of the instances dead: status says so and is not slow to say it', async ({redislab}) => {
    await redislab('up 1m2r3s')
    await redislab('kill n2 s1 s2')
    await redislab('pause n3')
    const {exitCode, json} = await redislab('status --json')
    expect(exitCode).toBe(0)
    const states = Object.fromEntries(json().instances.map(({name, state}: never) => [name, state]))
    expect(states).toEqual({n1: 'running', n2: 'dead', n3: 'paused', s1: 'dead', s2: 'dead', s3: 'running'})
    expect((await redislab('down')).exitCode).toBe(0)
  })

  test('ls, a second deployment beside the first, down --all', async ({redislab, home, port}) => {
    await redislab('up 1m --name one')
    await redislab(`up 1m --name two --port ${port + 5}`)
    const {deployments} = (await redislab('ls --json')).json()
    expect(deployments.map(({name, state, running}: never) => ({name, state, running}))).toEqual([
      {name: 'one', state: 'running', running: 1},
      {name: 'two', state: 'running', running: 1},
    ])
    expect(deployments[0].port).not.toBe(deployments[1].port)
    await redislab('down --all')
    expectNothingLeft(home)
  })

  test('down --keep keeps data, start all brings it back', async ({redislab}) => {
    await redislab('up 1m2r --persist aof')
    await redislab('cli master -- SET greeting hello')
    expect((await redislab('down --keep')).exitCode).toBe(0)
    expect((await redislab('ls --json')).json().deployments[0]).toMatchObject({state: 'stopped', running: 0})
    expect((await redislab('clean --json')).json()).toEqual({deployments: []})
    expect((await redislab('start all')).exitCode).toBe(0)
    expect((await redislab('cli n1 --json -- GET greeting')).json().stdout).toBe('hello')
  })

  test('clean removes what has died, and only that', async ({redislab, home, port}) => {
    await redislab('up 1m1r --name dies')
    await redislab(`up 1m --name lives --port ${port + 5}`)
    await redislab('kill all --name dies')
    expect((await redislab('ls --json')).json().deployments[0]).toMatchObject({name: 'dies', state: 'dead'})
    expect((await redislab('clean --json')).json()).toEqual({deployments: [{name: 'dies', ended: 0}]})
    expect((await redislab('status --name lives --json')).json().ready).toBe(true)
    await redislab('down --name lives')
    expectNothingLeft(home)
  })

  test('folders that redislab did not make are not listed, and not removed', async ({redislab, home}) => {
    for (const name of ['photos', 'empty']) mkdirSync(path.join(home, name))
    writeFileSync(path.join(home, 'photos', 'cat.jpg'), 'meow')
    expect((await redislab('ls --json')).json().deployments).toEqual([])
    await redislab('clean')
    await redislab('down --all')
    expect((await redislab('down --name photos')).exitCode).toBe(4)
    expect((await redislab('up 1m --name photos --replace --json')).json().error.code).toBe(
      'DEPLOYMENT_EXISTS',
    )
    expect(readFileSync(path.join(home, 'photos', 'cat.jpg'), 'utf8')).toBe('meow')
    expect(existsSync(path.join(home, 'empty'))).toBe(true)
  })

  test('clean leaves alone what lives, though its record is of a newer redislab or cut off', async ({
    redislab,
    home,
  }) => {
    const {instances} = (await redislab('up 1m --json')).json()
    const record = path.join(home, 'default', 'deployment.json')
    const text = readFileSync(record, 'utf8')
    for (const spoiled of [text.replace('"schemaVersion": 1', '"schemaVersion": 2'), text.slice(0, 100)]) {
      writeFileSync(record, spoiled)
      expect((await redislab('clean --json')).json()).toEqual({deployments: []})
      expect(existsSync(`/proc/${instances[0].pid}`)).toBe(true)
    }
    writeFileSync(record, text)
    expect((await redislab('status --json')).json().ready).toBe(true)
  })

  test('a copied folder does not act on the original', async ({redislab, home}) => {
    await redislab('up 1m')
    cpSync(path.join(home, 'default'), path.join(home, 'copy'), {recursive: true})
    expect((await redislab('kill n1 --name copy --json')).json().error.code).toBe('STATE_UNREADABLE')
    expect((await redislab('status --json')).json().ready).toBe(true)
    rmSync(path.join(home, 'copy'), {recursive: true})
  })

  test('up --replace takes the old one down first', async ({redislab}) => {
    const before = (await redislab('up 1m1r --json')).json()
    const after = (await redislab('up 1m --replace --json')).json()
    expect(after).toMatchObject({topology: '1m', ready: true})
    expect(after.instances[0].pid).not.toBe(before.instances[0].pid)
  })

  test('a deployment may have any name, such as that of what redislab keeps beside it', async ({
    redislab,
  }) => {
    expect((await redislab('up 1m --name ports --json')).json()).toMatchObject({
      deployment: 'ports',
      ready: true,
    })
  })

  test('up --links --dry-run shows where each instance would really listen', async ({redislab, home}) => {
    const {instances} = (await redislab('up 1m1r3s --links --dry-run --json')).json()
    const {stdout} = await redislab('up 1m1r3s --links --dry-run')
    expect(stdout).toMatch(/^ +instance +starts as +address +listens on/m)
    for (const {name, host, port, bound} of instances) {
      expect(bound).toMatchObject({host: expect.stringMatching(/^127\./), port})
      expect(stdout).toMatch(new RegExp(`${name} .* ${host}:${port} +${bound.host}:${bound.port}`))
    }
    expect((await redislab('up 1m1r --dry-run')).stdout).not.toContain('listens on')
    expectNothingLeft(home)
  })

  test('up --dry-run starts nothing and writes nothing', async ({redislab, home}) => {
    const {stdout, exitCode} = await redislab('up 1m2r3s --dry-run')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('nothing was started')
    expectNothingLeft(home)
  })
})
