// What is held here: the timeline shows faults and what came of them on one clock, in order, folded for people and whole
// for programs; and its phases are those that a watched fault has reported.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {appendFileSync, closeSync, openSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

describe('timeline', () => {
  test('faults and logs in one order; lines after the fault carry the time since', async ({redislab}) => {
    await redislab('up 1m2r3s')
    const report = (await redislab('kill master --watch --json')).json()
    const {stdout} = await redislab('timeline')
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d\.\d{3} ━━ n1 killed ━+$/m)
    expect(stdout).toMatch(/^ +\+\d\.\d{3} s {2}s\d ✖ \+odown #quorum [23]\/2$/m)
    expect(stdout).toMatch(/^ {2}sdown +[█]+ +\d+ ms {2}down-after 1500 ms \+ \d+ ms$/m)
    expect(stdout).toContain('routine lines left out')

    const {failovers, entries} = (await redislab('timeline --json')).json()
    // The same numbers, but for the probe, which wrote only while the fault was watched.
    const {writableMs: _, ...phases} = failovers.at(-1).phases
    expect(report.phases).toMatchObject(phases)
    const times = entries.map(({at}: {at: string}) => Date.parse(at))
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b))

    const lines = (await redislab('timeline --jsonl --since 1m')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const fault = lines.find(({event}) => event?.kind === 'fault-injected')
    expect(fault).toMatchObject({
      instance: null,
      role: 'redislab',
      event: {fault: 'kill', instances: 'n1'},
      offsetMs: 0,
    })
    const odown = lines.find(({event}) => event?.kind === '+odown')
    expect(odown).toMatchObject({
      instance: expect.stringMatching(/^s\d$/),
      role: 'sentinel',
      level: 'warning',
      message: expect.stringMatching(/^\+odown master mymaster /),
      meaning: expect.any(String),
    })
    expect(odown.offsetMs).toBeGreaterThanOrEqual(1500)
    const all = (await redislab('timeline --all')).stdout.split('\n').length
    expect(all).toBeGreaterThan(stdout.split('\n').length)
  })

  test('some instances, a period, and without what is not wanted', async ({redislab}) => {
    await redislab('up 1m2r3s')
    await redislab('kill n2')
    const killedAt = new Date()
    const of = async (args: string) => {
      const {stdout} = await redislab(`timeline --json ${args}`)
      const {entries} = JSON.parse(stdout) as {
        entries: {instance: string | null; message: string; at: string}[]
      }
      return entries
    }
    const some = await of('n1 sentinels')
    expect(new Set(some.map(({instance}) => instance))).toEqual(new Set(['n1', 's1', 's2', 's3', null]))
    // What redislab did is always shown.
    expect(some.some(({message}) => message === 'n2 killed')).toBe(true)
    const before = await of(`--until ${killedAt.toISOString()}`)
    expect(before.filter(({at}) => Date.parse(at) > killedAt.getTime())).toEqual([])
    expect(before.length).toBeGreaterThan(20)
    expect(await of(`--since ${new Date(killedAt.getTime() + 3_600_000).toISOString()}`)).toEqual([])
    expect((await of('--exclude monitor')).filter(({message}) => message.includes('monitor'))).toEqual([])
    const lines = async (args: string) => (await redislab(`logs ${args}`)).stdout.split('\n')
    const all = await lines(`--until ${killedAt.toISOString()}`)
    const ready = all.filter((line) => line.includes('Ready to accept'))
    expect(ready).toHaveLength(3)
    expect(await lines(`--until ${killedAt.toISOString()} --exclude Ready`)).toHaveLength(all.length - 3)
    expect(await lines(`--until ${killedAt.toISOString()} --tail 3`)).toEqual(all.slice(-4))
  })

  test.for(['timeline --follow', 'logs --follow'])(
    '%s ends when the deployment is taken down or replaced, and says so',
    async (command, {redislab, home}) => {
      await redislab('up 1m')
      const first = await follow(command, home)
      await redislab('up 1m --replace')
      expect(await first.ended).toEqual({
        exitCode: 4,
        stderr: expect.stringContaining('The deployment "default" was replaced by a new one.'),
      })
      const second = await follow(command, home)
      await redislab('down')
      expect(await second.ended).toEqual({
        exitCode: 4,
        stderr: expect.stringContaining('The deployment "default" was taken down.'),
      })
    },
  )

  test('a loop is folded', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('kill master')
    await eventually(async () => (await redislab('timeline')).stdout, {
      withinMs: 15_000,
      message: 'the loop of n2 was not folded',
      until: (text) =>
        /^ +⋮ {2}n2 ↻ Error condition on socket for SYNC: Connection refused × \d+, one a second$/m.test(
          text,
        ),
    })
  })

  test('a torn journal is read as far as it goes', async ({redislab, home}) => {
    await redislab('up 1m')
    appendFileSync(path.join(home, 'default/journal.jsonl'), '{"at":"2026-01-01T00:0')
    await redislab('pause n1')
    await redislab('resume n1')
    const {stdout, exitCode} = await redislab('timeline')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('━━ n1 paused')
    expect(stdout).toContain('── n1 resumed')
  })

  test('--follow goes on until interrupted', async ({redislab}) => {
    await redislab('up 1m')
    let pid = 0
    const following = redislab('timeline --follow --jsonl', {
      onStart: (started) => {
        pid = started
      },
    })
    // Give it the time to begin: what is there already is told as well, so nothing depends on it.
    await redislab('pause n1')
    await redislab('resume n1')
    await new Promise((resolve) => setTimeout(resolve, 500))
    process.kill(pid, 'SIGINT')
    const {stdout, exitCode} = await following
    expect(exitCode).toBe(130)
    const faults = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({event}) => event?.kind === 'fault-injected')
    expect(faults.map(({event}) => event.fault)).toEqual(['pause', 'resume'])
  })

  test('--follow tells a loop while it goes on, and its count when it has ended', async ({
    redislab,
    home,
  }) => {
    await redislab('up 1m1r')
    await redislab('kill master')
    const file = path.join(home, '.followed')
    const output = openSync(file, 'w')
    const follower = spawn(process.execPath, [program, 'timeline', '--follow'], {
      env: {...process.env, REDISLAB_HOME: home, NO_COLOR: '1'},
      stdio: ['ignore', output, 'inherit'],
    })
    closeSync(output)
    const told = (pattern: RegExp, message: string) =>
      eventually(() => readFileSync(file, 'utf8'), {
        withinMs: 30_000,
        message,
        until: (text) => pattern.test(text),
      })
    try {
      const loop = 'n2 ↻ Error condition on socket for SYNC: Connection refused'
      await told(new RegExp(`${loop} × 3 so far`), 'the loop was not told when it began')
      await redislab('start n1')
      await told(new RegExp(`${loop} × \\d+, one (?:a second|in )`), 'the end of the loop was not told')
    } finally {
      follower.kill('SIGINT')
      await once(follower, 'exit')
    }
  })

  test('--json is one document, which a stream is not', async ({redislab}) => {
    await redislab('up 1m')
    expect((await redislab('timeline --json --follow')).exitCode).toBe(2)
  })

  test('a planned healing is told as one; down --keep is in the journal', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('pause n2 --for 200ms')
    await eventually(async () => (await redislab('timeline')).stdout, {
      withinMs: 15_000,
      message: 'the healing was not told',
      until: (text) => text.includes('n2 paused, for 200 ms') && text.includes('n2 resumed, as planned'),
    })
    await redislab('down --keep')
    expect((await redislab('timeline')).stdout).toContain('everything is stopped')
  })

  test('links that heal as planned are told so', async ({redislab}) => {
    await redislab('up 1m1r --links')
    await redislab('partition n2 --for 200ms')
    await eventually(async () => (await redislab('timeline')).stdout, {
      withinMs: 15_000,
      message: 'the healing was not told',
      until: (text) =>
        text.includes('n2 partitioned from n1, for 200 ms') && text.includes('2 links healed, as planned'),
    })
  })

  test('a fault that was refused is told as failed, and explains nothing', async ({redislab, home}) => {
    await redislab('up 1m1r3s --set replica-priority=0')
    expect((await redislab('set n1 maxmemory lots')).exitCode).toBe(2)
    expect((await redislab('failover')).exitCode).toBe(4)
    const {stdout} = await redislab('timeline')
    expect(stdout).toContain('set failed: n1 refused maxmemory lots: ERR')
    expect(stdout).toMatch(/failover failed: s\d refused to fail mymaster over: NOGOODSLAVE/)
    const {entries, failovers} = (await redislab('timeline --json')).json()
    expect(failovers).toEqual([])
    const kinds = entries.flatMap(({event}: {event?: {kind: string}}) => event?.kind ?? [])
    expect(kinds.filter((kind: string) => kind.startsWith('fault'))).toEqual([
      'fault-injected',
      'fault-failed',
      'fault-injected',
      'fault-failed',
    ])
    expect((await redislab('explain')).stdout).toContain('Nothing has happened yet')
    // The moment of a fault is the one before it was done: what came of it is later.
    const journal = readFileSync(path.join(home, 'default/journal.jsonl'), 'utf8').trim().split('\n')
    const times = journal.map((line) => Date.parse(JSON.parse(line).at))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

/** Starts a command that follows, and waits until it has shown something. */
async function follow(command: string, home: string) {
  const child = spawn(process.execPath, [program, ...command.split(' ')], {
    env: {...process.env, NODE_ENV: undefined, NO_COLOR: '1', REDISLAB_HOME: home},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([exitCode]) => ({exitCode, stderr}))
  const message = `${command} shows nothing`
  await eventually(() => stdout, {withinMs: 20_000, message, until: (text) => text !== ''})
  return {ended}
}
