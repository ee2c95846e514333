// What is held here: with links, everything works as without; a cut between two sets is a cut and nothing else; the
// relay neither loses nor invents a byte, holds little, and its death is seen, said and cleaned up.

import {readFileSync} from 'node:fs'
import path from 'node:path'
import {Redis} from 'ioredis'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {type Deployment, startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const master = async (lab: Deployment) => (await lab.status()).masters[0]

function logOf(lab: Deployment, name: string): string {
  const file = name.startsWith('s') ? 'sentinel.log' : 'redis.log'
  return readFileSync(path.join(engineOf(lab).directory, name, file), 'utf8')
}

describe('links', () => {
  test('a deployment with links is ready, and what it announces are the usual addresses', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10, links: true})
    const {ready, instances, links, masters} = await lab.status()
    expect(ready).toBe(true)
    expect(instances.map(({address}) => address)).toEqual(
      [0, 1, 2, 10, 11, 12].map((offset) => `127.0.0.1:${port + offset}`),
    )
    expect(masters[0]).toMatchObject({address: `127.0.0.1:${port}`, sentinelsAgree: true})
    expect(links).toMatchObject({up: true, relay: {state: 'running'}, rules: []})
  })

  test('a master killed as soon as the deployment is ready is replaced, 5 times out of 5', async ({
    home,
    port,
  }) => {
    for (let round = 1; round <= 5; round += 1) {
      await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10, links: true})
      await lab.kill('n1')
      await eventually(() => master(lab), {
        withinMs: 20_000,
        message: `no failover in round ${round}`,
        until: (now) => now?.instance != null && now.instance !== 'n1' && now.sentinelsAgree === true,
      })
    }
  }, 120_000)

  test('chain, password and failover work as without links', async ({home, port}) => {
    const options = {home, port, sentinelPort: port + 10, links: true, chain: true, password: 'secret'}
    await using lab = await startDeployment('1m2r3s', options)
    await lab.kill('n1')
    await eventually(() => master(lab), {
      withinMs: 20_000,
      message: 'no failover',
      until: (now) => now?.instance != null && now.instance !== 'n1' && now.sentinelsAgree === true,
    })
    await lab.start('n1')
    await eventually(() => lab.status(), {
      withinMs: 40_000,
      message: 'the old master did not come back as a replica',
      until: ({ready}) => ready,
    })
  }, 90_000)

  test('master and one sentinel cut off: the others promote, the old side still writes, and gives in after the heal', async ({
    home,
    port,
  }) => {
    const options = {home, port, sentinelPort: port + 10, links: true, downAfterMs: 500}
    await using lab = await startDeployment('1m2r3s', options)
    const old = new Redis({host: '127.0.0.1', port, retryStrategy: () => 100})
    old.on('error', () => {})
    try {
      const {report} = await lab.partition(['master', 's1'])
      expect(report).toMatchObject({fault: 'partition', at: expect.any(String)})
      expect(report.instances.map(({name}) => name)).toEqual(['n1', 's1'])
      expect(report.links).toHaveLength(16)
      const believes = ({instances}: Awaited<ReturnType<Deployment['status']>>, name: string) =>
        instances.find((each) => each.name === name)?.believes?.['mymaster']
      const parted = await eventually(() => lab.status(), {
        withinMs: 15_000,
        message: 'the majority promoted nobody',
        until: (now) =>
          now.masters[0]?.claimedBy.length === 2 &&
          ['s2', 's3'].every((name) => believes(now, name) !== `127.0.0.1:${port}`),
      })
      expect(await old.set('written', 'on the old side')).toBe('OK')
      expect(believes(parted, 's1')).toBe(`127.0.0.1:${port}`)
      expect(believes(parted, 's3')).toBe(believes(parted, 's2'))
      expect(parted.links?.rules).toHaveLength(16)

      await lab.heal()
      const healed = await eventually(() => lab.status(), {
        withinMs: 40_000,
        message: 'the old master did not become a replica',
        until: ({ready}) => ready,
      })
      expect(healed.instances[0]).toMatchObject({role: 'replica', linkUp: true})
      expect(healed.links?.rules).toEqual([])
      expect(await old.get('written')).toBeNull()
    } finally {
      old.disconnect()
    }
  }, 90_000)

  test('a replica that hears nothing of its master times out, and the sentinels see nothing', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m1r3s', {
      home,
      port,
      sentinelPort: port + 10,
      links: true,
      set: ['repl-timeout=3', 'repl-ping-replica-period=1'],
    })
    const sentinelsBefore = logOf(lab, 's1').length
    await lab.partition('n2', {from: ['master'], oneWay: true})
    const log = await eventually(() => logOf(lab, 'n2'), {
      withinMs: 15_000,
      message: 'the replica noticed nothing',
      until: (text) => /(MASTER|PRIMARY) timeout: no data nor PING received/.test(text),
    })
    expect(log).not.toMatch(/Connection with (master|primary) lost[\s\S]*(MASTER|PRIMARY) timeout/)
    expect(logOf(lab, 's1').slice(sentinelsBefore)).not.toMatch(/[+]sdown|[+]odown|switch-master/)
  })

  test('a cut between n1 and n2 is felt by nobody else', async ({home, port}) => {
    await using lab = await startDeployment('1m2r', {home, port, links: true})
    await lab.partition('n2', {from: ['n1'], cut: 'reset'})
    await eventually(() => lab.status(), {
      withinMs: 10_000,
      message: 'the link of n2 stayed up',
      until: ({instances}) => instances[1]?.linkUp === false,
    })
    expect((await lab.status()).instances[2]?.linkUp).toBe(true)
    await lab.heal('n2')
    await eventually(() => lab.status(), {
      withinMs: 15_000,
      message: 'n2 did not come back',
      until: ({ready}) => ready,
    })
  })

  test('clients are cut off only if that is said; who refuses lets living connections go on', async ({
    home,
    port,
  }) => {
    await using lab = await startDeployment('1m', {home, port, links: true})
    const living = new Redis({host: '127.0.0.1', port, commandTimeout: 500, retryStrategy: () => null})
    living.on('error', () => {})
    await living.ping()
    await lab.partition('n1', {from: ['clients'], cut: 'refuse'})
    expect(await living.ping()).toBe('PONG')
    const another = new Redis({host: '127.0.0.1', port, retryStrategy: () => null, maxRetriesPerRequest: 0})
    another.on('error', () => {})
    await expect(another.ping()).rejects.toThrow()
    {
      await using _cut = await lab.partition('n1', {from: ['clients']})
      await expect(living.ping()).rejects.toThrow('timed out')
    }
    expect(await living.ping()).toBe('PONG')
    living.disconnect()
    another.disconnect()
  })

  test('a delay is late by that much, one way', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port, links: true})
    await lab.delay('n1', {to: ['clients'], delayMs: 150})
    const client = new Redis({host: '127.0.0.1', port})
    await client.ping()
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const startedAt = performance.now()
      await client.ping()
      times.push(performance.now() - startedAt)
    }
    expect(Math.min(...times)).toBeGreaterThanOrEqual(149)
    expect(Math.min(...times)).toBeLessThan(290)
    await lab.delay('n1', {to: ['clients'], bytesPerSecond: 100_000})
    await client.set('big', 'x'.repeat(50_000))
    const startedAt = performance.now()
    expect(await client.strlen('big')).toBe(50_000)
    await client.get('big')
    expect(performance.now() - startedAt).toBeGreaterThan(400)
    client.disconnect()
  })

  test('a relay that was killed is missed: status says so, heal brings it back, down cleans', async ({
    redislab,
    home,
  }) => {
    const up = (await redislab('up 1m1r --links --json')).json()
    process.kill(up.links.relay.pid, 'SIGKILL')
    const status = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 10_000,
      message: 'the death of the relay was not seen',
      until: ({links}) => !links.up,
    })
    expect(status).toMatchObject({ready: false, links: {relay: {pid: null, state: 'dead'}}})
    expect(status.notReady[0]).toContain('links are down')
    expect((await redislab('status')).stdout).toContain('redislab heal brings it back')
    const refused = await redislab('partition n1 --json')
    expect(refused.exitCode).toBe(4)
    expect(refused.json().error).toMatchObject({code: 'WRONG_STATE'})
    expect((await redislab('heal')).exitCode).toBe(0)
    await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 15_000,
      message: 'heal did not bring the links back',
      until: ({ready}) => ready,
    })
    const {links} = (await redislab('status --json')).json()
    process.kill(links.relay.pid, 'SIGKILL')
    expect((await redislab('down')).exitCode).toBe(0)
    expectNothingLeft(home)
  })

  test('who is cut off from clients can still be told by redislab', async ({redislab}) => {
    await redislab('up 1m1r1s --links')
    await redislab('partition all --from clients')
    for (const command of ['failover', 'disconnect n2', 'set n2 maxmemory 10mb']) {
      const {exitCode, stderr} = await redislab(command)
      expect({exitCode, stderr}, command).toEqual({exitCode: 0, stderr: ''})
    }
  })

  test('lists with commas, and what is not a link', async ({redislab}) => {
    await redislab('up 1m2r3s --links')
    const parted = (await redislab('partition master,s1 --from all --json')).json()
    expect(parted.instances.map(({name}: {name: string}) => name)).toEqual(['n1', 's1'])
    expect(parted.links).toHaveLength(16)
    expect(parted.links).not.toContainEqual({from: 'n1', to: 's1'})
    await redislab('heal')
    const oneWay = (await redislab('partition n2,n3 --from n1,clients --one-way --reset --json')).json()
    expect(oneWay.links).toEqual([
      {from: 'n1', to: 'n2'},
      {from: 'n1', to: 'n3'},
      {from: 'clients', to: 'n2'},
      {from: 'clients', to: 'n3'},
    ])
    expect((await redislab('delay n1 --to n1 5ms --json')).json().error).toMatchObject({
      code: 'OPTION_INVALID',
    })
    expect((await redislab('delay n1 --json')).json().error).toMatchObject({code: 'OPTION_INVALID'})
    expect((await redislab('heal n2 --json')).json().links).toHaveLength(2)
    expect((await redislab('status --json')).json().links.rules).toEqual([
      {from: 'n1', to: 'n3', cut: 'reset'},
      {from: 'clients', to: 'n3', cut: 'reset'},
    ])
  })

  test('partition --for heals by itself; what is kept down comes back with its links', async ({redislab}) => {
    await redislab('up 1m1r --links')
    const report = (await redislab('partition n2 --from n1 --for 4s --json')).json()
    expect(report).toMatchObject({fault: 'partition', healsAt: expect.any(String)})
    expect((await redislab('status')).stdout).toMatch(/n2 ↔ n1\s+✖ cut/)
    await eventually(async () => (await redislab('status --json')).json().links.rules, {
      withinMs: 15_000,
      message: 'the links were not healed',
      until: (rules) => rules.length === 0,
    })
    await redislab('down --keep')
    expect((await redislab('start all')).exitCode).toBe(0)
    await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 15_000,
      message: 'it did not come back',
      until: ({ready}) => ready,
    })
  })

  test('without links there is nothing to cut: the error says how to have some', async ({redislab}) => {
    await redislab('up 1m1r')
    for (const command of ['partition n1', 'delay n1 100ms', 'heal']) {
      const {exitCode, json} = await redislab(`${command} --json`)
      expect(exitCode).toBe(4)
      expect(json().error).toMatchObject({code: 'WRONG_STATE'})
      expect(json().error.suggestions[0]).toContain('redislab up 1m1r --links --replace')
    }
  })
})
