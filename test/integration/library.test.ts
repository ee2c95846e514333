// What is held here: the library says what happened to a deployment, each fault is a method, and what cannot be is refused
// in one sentence.
import {execFile} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {inspect, promisify} from 'node:util'
import {Redis} from 'ioredis'
import {startDeployment} from '../../src/index.ts'
import {expect, test} from '../support/test.ts'

test('a program kills the master and is told how the failover went', async ({home, port}) => {
  await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
  expect(lab.instances.map(({name}) => name)).toEqual(['n1', 'n2', 'n3', 's1', 's2', 's3'])
  expect(lab.instances[0]).toEqual({
    name: 'n1',
    kind: 'redis',
    host: '127.0.0.1',
    port,
    address: `127.0.0.1:${port}`,
    masterName: 'mymaster',
  })
  expect(await lab.url()).toBe(`redis://127.0.0.1:${port}`)
  expect(await lab.phases()).toBeUndefined()

  const client = new Redis({...lab.ioredisOptions(), lazyConnect: true})
  client.on('error', () => {})
  await client.connect()
  expect(await client.set('city', 'Oslo')).toBe('OK')
  await client.wait(2, 1000)
  const {report} = await lab.kill('master')
  expect(report.instances).toEqual([expect.objectContaining({name: 'n1', role: 'master'})])
  const failover = await lab.awaitFailover()
  const {phases, newMaster} = failover
  expect(failover).toMatchObject({oldMaster: 'n1', outcome: 'failed-over', isComplete: true})
  expect(phases.sdownMs).toBeGreaterThanOrEqual(1000)
  expect(phases.reattachedMs).toBeGreaterThan(phases.sdownMs ?? Number.POSITIVE_INFINITY)
  expect(await lab.phases()).toEqual(phases)
  // The leader need not know of it yet.
  const {instances} = await lab.status()
  const follower = instances.find(({role}) => role === 'replica')
  expect(follower).toMatchObject({replicaOf: newMaster, linkUp: true})
  expect((await lab.master()).name).toBe(newMaster)
  expect(await client.get('city')).toBe('Oslo')
  client.disconnect()

  const kinds = (await lab.timeline()).map(({kind}) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['fault-injected', '+odown', '+switch-master']))
  expect(kinds.indexOf('fault-injected')).toBeLessThan(kinds.indexOf('+odown'))
  // It has been told: another one is not to be expected.
  await expect(lab.awaitFailover({withinMs: 50})).rejects.toThrow('No failover came within 50 ms.')
})

test('each fault is a method, and is undone when it is disposed of', async ({home, port}) => {
  await using lab = await startDeployment('1m1r', {home, port, persist: 'rdb'})
  const stateOf = async (name: string) =>
    (await lab.status()).instances.find((instance) => instance.name === name)?.state
  {
    await using _paused = await lab.pause('n2')
    expect(await stateOf('n2')).toBe('paused')
  }
  {
    await using _stopped = await lab.stop('n2')
    expect(await stateOf('n2')).toBe('stopped')
  }
  expect(await stateOf('n2')).toBe('running')
  await lab.restart('n2')
  await lab.pause(['n2'])
  await lab.resume('n2')
  await lab.sleep('n2', 20)
  expect((await lab.disconnect('n2', {types: ['normal']})).report.instances[0]?.closed).toEqual({
    normal: expect.any(Number),
  })
  const client = new Redis({host: '127.0.0.1', port, lazyConnect: true})
  await client.connect()
  {
    await using _set = await lab.set('n1', {'min-replicas-to-write': 5})
    await expect(client.set('a', '1')).rejects.toThrow('NOREPLICAS')
  }
  {
    await using _full = await lab.fill('n1')
    await expect(client.set('a', '1')).rejects.toThrow('OOM')
  }
  expect(await client.set('a', '1')).toBe('OK')
  client.disconnect()
})

test.runIf(process.platform === 'linux')('links are cut and healed', async ({home, port}) => {
  await using lab = await startDeployment('1m1r', {home, port, links: true})
  const {report} = await lab.partition('n2', {from: 'master', oneWay: true})
  expect(report.links).toEqual([{from: 'n1', to: 'n2'}])
  await lab.delay('n2', {to: 'n1', delayMs: 5})
  expect((await lab.status()).links?.rules).toHaveLength(2)
  await lab.heal()
  expect((await lab.status()).links?.rules).toEqual([])
})

test('clients are told where to go', async ({home, port}) => {
  await using lab = await startDeployment('2m2s', {
    home,
    port,
    sentinelPort: port + 10,
    password: 'päss',
    quorum: 1,
  })
  expect(lab.sentinels).toEqual([10, 11].map((more) => ({host: '127.0.0.1', port: port + more})))
  expect(lab.masterName).toBe('mymaster-1')
  expect(await lab.url({masterName: 'mymaster-2'})).toBe(`redis://default:p%C3%A4ss@127.0.0.1:${port + 1}`)
  expect(lab.ioredisOptions({masterName: 'mymaster-2'})).toEqual({
    sentinels: lab.sentinels,
    name: 'mymaster-2',
    password: 'päss',
    sentinelPassword: 'päss',
  })
  expect(await lab.env()).toMatchObject({REDIS_PASSWORD: 'päss', REDIS_MASTER_NAMES: 'mymaster-1,mymaster-2'})
  expect(() => lab.ioredisOptions({masterName: 'mymaster'})).toThrow(
    'There is no master group named "mymaster".',
  )
})

test('what cannot come is refused, and waiting ends when it is told to', async ({home, port}) => {
  await using lab = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10})
  const reason = new Error('enough')
  const waiting = lab.awaitFailover({signal: AbortSignal.abort(reason)})
  await expect(waiting).rejects.toBe(reason)
  await lab.set('n2', {'replica-priority': 0})
  await lab.kill('n1')
  await expect(lab.master()).rejects.toMatchObject({code: 'WRONG_STATE'})
  await expect(lab.awaitFailover({withinMs: 6000})).rejects.toMatchObject({
    code: 'TIMED_OUT',
    suggestions: expect.arrayContaining([expect.stringContaining('n2')]),
  })
  await using bare = await startDeployment('1m', {home, name: 'bare', port: port + 5})
  await expect(bare.awaitFailover()).rejects.toThrow('There is no failover in 1m: it has no sentinels.')
})

test('it prints nothing, listens to no signal, and keeps no process alive', async ({home, port}) => {
  const library = path.resolve(import.meta.dirname, '../../bundle/lib/index.js')
  const program = `
    import {startDeployment} from ${JSON.stringify(library)}
    const lab = await startDeployment('1m1r1s', ${JSON.stringify({home, port, sentinelPort: port + 10})})
    const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name))
    await lab.failover().catch(() => {})
    await lab.reset()
    if (listeners.some((count) => count > 0)) throw new Error('it listens')
    await lab.status()`
  // It ends by itself, although nobody stopped the deployment.
  const told = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 30_000,
  })
  expect(told).toEqual({stdout: '', stderr: ''})
})

test('a program reaches the methods, and nothing of the engine', async ({home, port}) => {
  await using deployment = await startDeployment('1m', {home, port, password: 'hush'})
  const prototype = Object.getPrototypeOf(deployment)
  expect(Object.getPrototypeOf(prototype)).toBe(Object.prototype)
  expect(Reflect.ownKeys(deployment)).toEqual([])
  const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor')
  const api = await readFile(path.join(import.meta.dirname, '../../docs/api.md'), 'utf8')
  const described = [...api.matchAll(/^#### ([a-z]\w*)$/gm)].map(([, name]) => name)
  expect(names.sort()).toEqual(described.sort())
  for (const name of [
    'record',
    'inject',
    'directory',
    'home',
    'statusBy',
    'observer',
    'exclusively',
    'resolve',
  ])
    expect(name in deployment, name).toBe(false)
  expect(inspect(deployment, {showHidden: true, depth: null}) + JSON.stringify(deployment)).not.toContain(
    'hush',
  )
})
