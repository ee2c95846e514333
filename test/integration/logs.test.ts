/**
 * Hypotheses, on real servers:
 * - a followed log goes on when its server is killed and started again, and when its file is rotated or truncated
 * - every line that redis writes while it starts, synchronises, loses its master and stops is known and explained
 * - a replica that lost its master says so in rounds of about a second
 * - memory does not depend on how long a log is
 */
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, mkdtemp, open, rename, rm, truncate} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {explainRecord} from '../../src/core/redis/explain-record.ts'
import type {RecognisedRecord} from '../../src/core/redis/log-record.ts'
import type {LogSource} from '../../src/engine/logs/log-source.ts'
import {readLogBatches, readLogs} from '../../src/engine/logs/read-logs.ts'

let folder: string
let abort: AbortController
let following: Promise<void> | undefined
const servers = new Set<ChildProcess>()
const seen: RecognisedRecord[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'redislab-logs-'))
  abort = new AbortController()
  seen.length = 0
})
afterEach(async () => {
  abort.abort()
  await following
  await Promise.all([...servers].map((server) => stop(server, 'SIGKILL')))
  await rm(folder, {recursive: true, force: true})
})

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as {port: number}
  await new Promise((resolve) => server.close(resolve))
  return port
}

const sourceOf = (instance: string, index: number): LogSource => ({
  instance,
  index,
  path: path.join(folder, instance, 'redis.log'),
})

async function start(source: LogSource, port: number, ...options: string[]): Promise<ChildProcess> {
  const directory = path.dirname(source.path)
  await mkdir(directory, {recursive: true})
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--logfile', source.path]
  const server = spawn(
    'redis-server',
    [...settings, '--save', '', '--repl-diskless-sync-delay', '0', ...options],
    {
      env: {...process.env, TZ: 'UTC'},
      stdio: 'ignore',
    },
  )
  servers.add(server)
  await once(server, 'spawn')
  return server
}

async function stop(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const exited = once(server, 'exit')
    server.kill(signal)
    await exited
  }
  servers.delete(server)
}

function follow(...sources: LogSource[]): void {
  following = (async () => {
    for await (const record of readLogs(sources, {follow: true, signal: abort.signal})) seen.push(record)
  })()
}

/** Waits until so many lines with this text were seen. */
async function sees(text: string, count = 1): Promise<void> {
  const found = () => seen.filter(({message}) => message.includes(text)).length
  await expect
    .poll(found, {timeout: 15_000, interval: 20, message: `lines with "${text}"`})
    .toBeGreaterThanOrEqual(count)
}

const unexplained = () =>
  seen.filter((record) => explainRecord(record) === undefined).map(({message}) => message)

describe('following the log of a real server', () => {
  it('goes on through kill and restart, and knows every line', async () => {
    const n1 = sourceOf('n1', 0)
    const port = await findFreePort()
    follow(n1)
    const first = await start(n1, port)
    await sees('Ready to accept connections')
    await stop(first, 'SIGKILL')
    const second = await start(n1, port)
    await sees('Ready to accept connections', 2)
    await stop(second, 'SIGTERM')
    await sees('bye bye')
    expect(seen.filter(({message}) => message.includes('is starting'))).toHaveLength(2)
    expect(unexplained()).toEqual([])
  })

  it('goes on after rotation and truncation', async () => {
    const n1 = sourceOf('n1', 0)
    const port = await findFreePort()
    follow(n1)
    const first = await start(n1, port)
    await sees('Ready to accept connections')
    await rename(n1.path, `${n1.path}.1`)
    await stop(first, 'SIGTERM')
    await sees('bye bye')
    await truncate(n1.path)
    const second = await start(n1, port)
    await sees('Ready to accept connections', 2)
    await stop(second, 'SIGTERM')
    await sees('bye bye', 2)
    expect(unexplained()).toEqual([])
  })

  it('tells the rounds of a replica that lost its master', async () => {
    const [n1, n2] = [sourceOf('n1', 0), sourceOf('n2', 1)]
    const [masterPort, replicaPort] = [await findFreePort(), await findFreePort()]
    const master = await start(n1, masterPort)
    follow(n1, n2)
    await sees('Ready to accept connections')
    const replica = await start(n2, replicaPort, '--replicaof', '127.0.0.1', `${masterPort}`)
    await sees('Finished with success')
    await sees('Synchronization with replica')
    await stop(master, 'SIGKILL')
    await sees('Connection refused', 4)
    await stop(replica, 'SIGTERM')
    await sees('bye bye')

    const rounds = seen.filter((record) => explainRecord(record)?.kind === 'sync-connection-refused')
    const gaps = rounds.slice(1).map(({at}, index) => at - (rounds[index]?.at ?? 0))
    // The first try comes at once; the others at the ticks of the server.
    for (const gap of gaps.slice(1)) expect(gap).toBeGreaterThan(800)
    expect(explainRecord(rounds[0] as RecognisedRecord)?.meaning).toContain('tries again every second')
    expect(unexplained()).toEqual([])
    const times = seen.map(({at}) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

describe('a log of 200 MB', () => {
  it('is read in constant memory', async () => {
    const sources = [sourceOf('n1', 0), sourceOf('n2', 1)]
    const text = '7:S 16 Apr 2026 20:33:28.788 # Error condition on socket for SYNC: Connection refused\n'
    const block = Buffer.from(text.repeat(12_000))
    const blocks = Math.ceil(100e6 / block.length)
    for (const source of sources) {
      await mkdir(path.dirname(source.path), {recursive: true})
      await using file = await open(source.path, 'w')
      for (let written = 0; written < blocks; written++) await file.write(block)
    }
    const before = process.memoryUsage().rss
    let [lines, peak] = [0, 0]
    for await (const records of readLogBatches(sources)) {
      lines += records.length
      peak = Math.max(peak, process.memoryUsage.rss())
    }
    expect(lines).toBe(2 * blocks * 12_000)
    expect(peak - before).toBeLessThan(120e6)
  })
})
