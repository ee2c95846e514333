// What is held here: what a command leaves that was killed outright, and servers whose folder was removed under them, can
// be found and ended; what is there for one command's sake alone ends with it.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const root = path.resolve(import.meta.dirname, '../..')

const serversIn = (home: string) =>
  processesIn(home).filter(({commandLine}) => commandLine.includes('redis-server'))

describe('kill -9 of a command takes its deployment along', () => {
  test.for([
    // What exec runs is somebody else's: this one ends by itself.
    ['exec --up', `exec --up 1m2r -- sleep 5`],
    ['lab run', `lab run ${path.join(root, 'torture/lab.yaml')}`],
  ] as const)('%s', async ([, command], {redislab, home}) => {
    const kill = async (pid: number) => {
      await eventually(() => serversIn(home).length, {
        withinMs: 20_000,
        message: 'its servers did not start',
        until: (running) => running === 3,
      })
      process.kill(pid, 'SIGKILL')
    }
    const {exitCode} = await redislab(command, {onStart: (pid) => void kill(pid)})
    expect(exitCode).toBe(null)
    await eventually(() => [processesIn(home), readdirSync(home).filter((name) => !name.startsWith('.'))], {
      withinMs: 5000,
      message: 'the deployment outlived its command',
      until: (left) => left.every(({length}) => length === 0),
    })
  })
})

describe('a run directory that was removed under its servers', () => {
  test.for(['down', 'down --all', 'clean'])('%s ends them', async (command, {redislab, home}) => {
    await redislab('up 1m1r --links')
    rmSync(path.join(home, 'default'), {recursive: true})
    expect(serversIn(home).length).toBeGreaterThanOrEqual(2)
    const result = await redislab(`${command} --json`)
    expect(result.exitCode).toBe(0)
    expect(result.json().deployments).toContainEqual({name: 'default', ended: expect.any(Number)})
    // The relay looks for its folder each second.
    await eventually(() => processesIn(path.join(home, 'default')).length, {
      withinMs: 3000,
      message: 'processes of it are left',
      until: (left) => left === 0,
    })
  })

  test('and with it the whole state folder', async ({redislab, home}) => {
    const own = path.join(home, '.own')
    const env = {REDISLAB_HOME: own}
    await redislab('up 1m1r1s', {env})
    rmSync(own, {recursive: true})
    expect((await redislab('ls', {env})).exitCode).toBe(0)
    expect((await redislab('down --all', {env})).exitCode).toBe(0)
    expect(processesIn(own)).toEqual([])
  })
})

test('a healer that was started and not written down ends with down', async ({redislab, home}) => {
  await redislab('up 1m')
  const at = new Date(Date.now() + 60_000).toISOString()
  const program = path.join(root, 'bundle/programs/healer.js')
  const healer = spawn(process.execPath, [program, home, 'default', at], {
    cwd: path.join(home, 'default'),
    stdio: 'ignore',
  })
  const over = once(healer, 'exit')
  expect((await redislab('down')).exitCode).toBe(0)
  expect((await over)[1]).toBe('SIGKILL')
  expectNothingLeft(home)
})

test.runIf(process.platform === 'linux')(
  'a state folder that there cannot be is said at once',
  async ({redislab}) => {
    const {exitCode, stderr} = await redislab('up 1m', {env: {REDISLAB_HOME: '/proc/x'}})
    expect(stderr).toContain('✖ The state folder /proc/x cannot be written: no folder can be made in /proc.')
    expect(exitCode).toBe(3)
  },
)
