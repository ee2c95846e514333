// Hypotheses: a load without a rate leaves timers, signals and sockets of its process their turn, whatever becomes of
// the master; and what it counts as unknown was sent, by each client at most once for a connection that broke.
import {spawn} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import {type LoadKind, loadKinds} from '../../src/core/load/report.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

const library = path.resolve(import.meta.dirname, '../../bundle/lib/index.js')

/** Runs a program on the library; one whose process stands still is killed, and fails the test. */
async function runOnLibrary(script: string, env: Readonly<Record<string, string>>) {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `import * as redislab from ${JSON.stringify(library)}\n${script}`],
    {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']},
  )
  const watchdog = setTimeout(() => child.kill('SIGKILL'), 90_000)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ending = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)))
  clearTimeout(watchdog)
  return {ending, stdout, stderr}
}

/** Kills the master under a load, and goes on once the load went on: all by timers of its own process. */
const throughKill = (kind: LoadKind, options = '') => `
const lab = await redislab.startDeployment('1m2r3s', {name: 'lab'})
const load = await redislab.startLoad(lab, {kind: '${kind}', rate: null, ${options}})
let ticks = 0
setInterval(() => { ticks += 1 }, 10).unref()
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
await after(300)
const before = ticks
const failover = lab.awaitFailover()
await lab.kill('master')
await failover
await after(300)
const {unknown, errors, succeeded} = await load.stop()
await lab.close()
console.log(JSON.stringify({ticks: ticks - before, unknown, errors, succeeded}))
`

describe('in the library', () => {
  test.for(loadKinds)(
    '%s through kill master: timers of the process fire',
    {timeout: 120_000},
    async (kind, {home, port}) => {
      const env = {
        REDISLAB_HOME: home,
        REDISLAB_PORT: String(port),
        REDISLAB_SENTINEL_PORT: String(port + 10),
      }
      const {ending, stdout, stderr} = await runOnLibrary(throughKill(kind), env)
      expect({ending, stderr}).toEqual({ending: 0, stderr: ''})
      const {ticks, succeeded} = JSON.parse(stdout)
      // A failover takes more than a second.
      expect(ticks).toBeGreaterThan(20)
      expect(succeeded).toBeGreaterThan(0)
    },
  )

  test('many clients: no warning, and unknown is what was sent', {timeout: 120_000}, async ({home, port}) => {
    const env = {REDISLAB_HOME: home, REDISLAB_PORT: String(port), REDISLAB_SENTINEL_PORT: String(port + 10)}
    const {ending, stdout, stderr} = await runOnLibrary(throughKill('acked-writes', 'concurrency: 12'), env)
    expect({ending, stderr}).toEqual({ending: 0, stderr: ''})
    const {unknown, errors} = JSON.parse(stdout)
    const failures = Object.values<number>(errors).reduce((sum, count) => sum + count, 0)
    // Each client has one command under way when the master dies, and when Sentinel closes the new one's connections.
    expect(unknown).toBeLessThanOrEqual(24)
    expect(failures).toBeGreaterThan(100)
  })
})

describe('on the command line', () => {
  test.for(['reads', 'locks', 'pubsub'] as const)(
    '%s --rate 0 --for ends in time through kill master',
    {timeout: 150_000},
    async (kind, {redislab}) => {
      await redislab('up 1m2r3s')
      const from = Date.now()
      const load = redislab(`load ${kind} --for 6s --rate 0 --json`)
      await untilStarted(redislab)
      await redislab('kill master')
      const {exitCode, stderr} = await load
      expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
      expect(Date.now() - from).toBeLessThan(40_000)
    },
  )

  test('redlock --rate 0 with every master dead hears SIGINT', {timeout: 150_000}, async ({redislab}) => {
    await redislab('up 3m')
    let pid = 0
    const load = redislab('load locks --strategy redlock --rate 0 --json', {
      onStart: (started) => {
        pid = started
      },
    })
    await untilStarted(redislab)
    await redislab('kill all')
    process.kill(pid, 'SIGINT')
    expect((await load).exitCode).toBe(130)
  })
})

async function untilStarted(redislab: (args: string) => Promise<{stdout: string}>): Promise<void> {
  await eventually(() => redislab('timeline --json'), {
    withinMs: 20_000,
    message: 'the load did not start',
    until: ({stdout}) => stdout.includes('load-started'),
  })
}
