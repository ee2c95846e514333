// What is held here: a deployment ends with its owner, however that ends, within 3 s; and its watcher ends with it.
import {type ChildProcess, fork, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {expect, test} from '../support/test.ts'

const program = path.join(import.meta.dirname, '../fixtures/owner.js')

async function startOwner(home: string, options: object, topology = '1m1r1s'): Promise<ChildProcess> {
  const child = fork(program, [home, topology, JSON.stringify(options)], {silent: true})
  await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(`the owner ended: ${child.stderr?.read()}`)
    }),
  ])
  return child
}

const watchersIn = (home: string) =>
  processesIn(home).filter(({commandLine}) => commandLine.startsWith('/bin/sh -c'))

async function expectAllGone(home: string): Promise<void> {
  await eventually(() => [processesIn(home), readdirSync(home).filter((name) => !name.startsWith('.'))], {
    withinMs: 3000,
    message: 'the deployment outlived its owner',
    until: ([processes, folders]) => processes?.length === 0 && folders?.length === 0,
  })
}

const ends: Readonly<Record<string, (owner: ChildProcess) => unknown>> = {
  SIGKILL: (owner) => owner.kill('SIGKILL'),
  SIGTERM: (owner) => owner.kill('SIGTERM'),
  'process.exit': (owner) => owner.send('exit'),
  'an error that nobody catches': (owner) => owner.send('throw'),
  'stop()': (owner) => owner.send('stop'),
}

test.for(Object.keys(ends))(
  'an owner that ends by %s takes its deployment along',
  async (name, {home, port}) => {
    const owner = await startOwner(home, {port, sentinelPort: port + 10})
    const watchers = processesIn(home).filter(({commandLine}) => commandLine.startsWith('/bin/sh -c read'))
    expect(watchers).toHaveLength(1)
    expect(processesIn(home)).toHaveLength(4)
    ends[name]?.(owner)
    await expectAllGone(home)
  },
)

test('one that is frozen, with links, and killed in the midst of its start', async ({home, port}) => {
  const frozen = await startOwner(home, {port, links: true}, '1m1r')
  process.kill(frozen.pid ?? 0, 'SIGSTOP')
  frozen.kill('SIGKILL')
  await expectAllGone(home)

  const options = JSON.stringify({port, timing: 'redis', sentinelPort: port + 10})
  const starting = fork(program, [home, '1m2r3s', options], {silent: true})
  await eventually(() => processesIn(home).length, {
    withinMs: 10_000,
    message: 'nothing was started',
    until: (count) => count > 3,
  })
  starting.kill('SIGKILL')
  await expectAllGone(home)
})

test('the owner may be another process, or nobody; a deployment that is stopped leaves no watcher', async ({
  home,
  port,
}) => {
  const other = spawn('sleep', ['60'])
  const lab = await startDeployment('1m', {home, port, owner: other.pid ?? 0})
  expect(watchersIn(home)).toHaveLength(1)
  other.kill('SIGKILL')
  await expectAllGone(home)
  await expect(lab.status()).rejects.toMatchObject({code: 'DEPLOYMENT_NOT_FOUND'})

  await using free = await startDeployment('1m', {home, port, owner: false})
  expect(processesIn(home)).toHaveLength(1)
  await free.close({keep: true})
  const own = await startDeployment('1m', {home, port: port + 1, name: 'own'})
  await own.close()
  expect(processesIn(home)).toEqual([])
  await expect(startDeployment('1m', {home, name: 'own', owner: other.pid ?? 0})).rejects.toThrow(
    `There is no process ${other.pid} that could own the deployment.`,
  )
})

test('up --owner', async ({home, redislab}) => {
  const shell = spawn('sleep', ['60'])
  const {exitCode} = await redislab(`up 1m1r --owner ${shell.pid}`)
  expect(exitCode).toBe(0)
  const [watcher] = watchersIn(home)
  const facts = readFileSync(`/proc/${watcher?.pid}/status`, 'utf8')
  expect(Number(/^VmRSS:\s+(\d+) kB/m.exec(facts)?.[1])).toBeLessThan(4000)
  shell.kill()
  await expectAllGone(home)
  const refused = await redislab(`up 1m --owner ${shell.pid} --json`)
  expect(refused.exitCode).toBe(2)
  expect(refused.json().error.code).toBe('OPTION_INVALID')
})
