// What is held here: an output that cannot be written, folders that are gone, files that are no files, a lock that
// somebody else holds, and expressions that would run for ever end in one clear sentence, and soon.
import {spawn} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import path from 'node:path'
import process from 'node:process'
import {takeLock} from '../../src/engine/state/lock.ts'
import {runCli} from '../support/cli.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

describe('a lock that another command holds', () => {
  test.for(['down', 'down --keep', 'down --all', 'kill n1', 'up 1m --replace'])(
    'the first Ctrl-C ends "%s"',
    async (command, {redislab, home}) => {
      await redislab('up 1m')
      await using _lock = await takeLock(home, 'default')
      const result = await redislab(command, {onStart: (pid) => void interruptWhenWaiting(home, pid)})
      expect(result.stderr).toContain('Interrupted by SIGINT.')
      expect(result.exitCode).toBe(130)
    },
  )
})

async function interruptWhenWaiting(home: string, pid: number): Promise<void> {
  await eventually(() => readdirSync(path.join(home, '.locks')), {
    withinMs: 10_000,
    message: 'the command did not wait for the lock',
    until: (names) => names.some((name) => name.startsWith(`.default.${pid}.`)),
  })
  process.kill(pid, 'SIGINT')
}

describe('redis-cli on this terminal', () => {
  test('a first SIGTERM ends it', async ({redislab}) => {
    await redislab('up 1m')
    // MONITOR goes on until it is ended.
    const result = await redislab('cli n1 -- MONITOR', {onStart: (pid) => void endWhenCliRuns(pid)})
    expect(result.exitCode).toBe(143)
  })
})

async function endWhenCliRuns(pid: number): Promise<void> {
  const children = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const isCli = (child: string) =>
    child !== '' && readFileSync(`/proc/${child}/comm`, 'utf8').includes('-cli')
  await eventually(children, {
    withinMs: 10_000,
    message: 'redis-cli did not start',
    until: (pids) => pids.some(isCli),
  })
  process.kill(pid, 'SIGTERM')
}

describe('an output that cannot be written', () => {
  test.for(['ls', 'ls --json', 'servers', '--help', 'kil --json'])(
    '%s > /dev/full',
    async (command, {home}) => {
      const {exitCode, stderr} = await new Promise<{exitCode: number | null; stderr: string}>((resolve) => {
        const shell = spawn(
          'sh',
          ['-c', `exec "$0" "$1" ${command} > /dev/full`, process.execPath, program],
          {
            env: {...process.env, REDISLAB_HOME: home, NO_COLOR: '1'},
            stdio: ['ignore', 'ignore', 'pipe'],
          },
        )
        let stderr = ''
        shell.stderr.setEncoding('utf8').on('data', (text) => {
          stderr += text
        })
        shell.on('close', (exitCode) => resolve({exitCode, stderr}))
      })
      expect(stderr).toBe(
        '✖ The output cannot be written: no space is left on the device.\n' +
          '  → Make room where it is written to, or write it elsewhere.\n',
      )
      expect(exitCode).toBe(3)
    },
  )
})

describe('folders that are gone', () => {
  test('the working directory: exec says so', async ({home, port, redislab}) => {
    await redislab('up 1m')
    const gone = path.join(home, '.gone')
    mkdirSync(gone)
    const env = {...process.env, REDISLAB_HOME: home, REDISLAB_PORT: String(port), NO_COLOR: '1'}
    const script = `cd "$0" && rmdir "$0" && exec "$1" "$2" exec -- true`
    const child = spawn('sh', ['-c', script, gone, process.execPath, program], {env, stdio: 'pipe'})
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const exitCode = await new Promise((resolve) => child.on('close', resolve))
    expect(stderr).toContain('✖ The working directory is not there any more.')
    expect(stderr).toContain('→ Change to one that is: cd')
    expect(exitCode).toBe(3)
  })

  test('that of an instance: start says so', async ({redislab, home}) => {
    await redislab('up 1m')
    await redislab('kill n1')
    rmSync(path.join(home, 'default/n1'), {recursive: true})
    const {exitCode, stderr} = await redislab('start n1')
    expect(stderr).toContain(`✖ n1 cannot be started: its folder ${home}/default/n1 is gone.`)
    expect(exitCode).toBe(3)
  })
})

test('a newline in REDISLAB_HOME is refused', async ({home}) => {
  const {exitCode, stderr} = await runCli(['ls'], {env: {REDISLAB_HOME: `${home}\nx`}})
  expect(stderr).toContain('✖ REDISLAB_HOME holds a line break or another control character.')
  expect(exitCode).toBe(2)
})

test('an expression that backtracks without end is matched all the same', async ({redislab, home}) => {
  await redislab('up 1m')
  await redislab('kill n1')
  const log = path.join(home, 'default/n1/redis.log')
  writeFileSync(log, `1:M 01 Jan 2026 00:00:00.000 * ${'a'.repeat(60)}!\n`)
  const {exitCode, stdout} = await redislab('logs', {args: ['logs', '--grep', '(a+)+$']})
  rmSync(log)
  expect({exitCode, stdout}).toEqual({exitCode: 0, stdout: ''})
})

test('a death is explained by what the server said this time', async ({redislab, home, port}) => {
  await redislab('up 1m')
  await redislab('kill n1')
  const conf = path.join(home, 'default/n1/redis.conf')
  const text = readFileSync(conf, 'utf8')
  writeFileSync(conf, `nonsense 1\n${text}`)
  expect((await redislab('start n1')).stderr).toContain('n1 refuses line 1 of its conf, "nonsense 1"')
  writeFileSync(conf, text)
  const squatter = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve))
  const {stderr} = await redislab('start n1')
  squatter.close()
  expect(stderr).toContain(`Port ${port}, wanted for n1, is in use by pid ${process.pid}`)
})

describe('up --replace', () => {
  test.for([
    ['a directive that the server refuses', '1m2r3s --set maxmemory=lots', 2],
    ['one that a sentinel refuses', '1m2r3s --sentinel-set down-after-milliseconds=soon', 2],
    ['a module that is not there', '3m3r --cluster --set loadmodule=/nowhere.so', 3],
  ] as const)('%s leaves what runs alone', async ([_, up, code], {redislab, clusterPort}) => {
    await redislab('up 1m --json')
    const before = (await redislab('status --json')).json().instances[0].pid
    const env = up.includes('--cluster') ? {REDISLAB_PORT: String(clusterPort)} : {}
    const {exitCode} = await redislab(`up ${up} --replace`, {env})
    expect(exitCode).toBe(code)
    expect((await redislab('status --json')).json().instances[0].pid).toBe(before)
    expect((await redislab('ls --json')).json().deployments).toHaveLength(1)
  })

  test('a conf that is good replaces what runs', async ({redislab}) => {
    await redislab('up 1m')
    const up = (await redislab('up 1m1r1s --replace --set maxmemory=64mb --json')).json()
    expect(up).toMatchObject({ready: true, topology: '1m1r1s'})
    expect((await redislab('ls --json')).json().deployments).toHaveLength(1)
  })
})
