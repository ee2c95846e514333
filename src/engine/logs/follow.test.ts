import {appendFile, mkdir, mkdtemp, rename, rm, truncate, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {LogSource} from './log-source.ts'
import {openLineMemory} from './open-line-memory.ts'
import {type ReadLogsOptions, readLogRuns, readLogs} from './read-logs.ts'

let folder: string
let follower: Follower | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redislab-follow-'))
})
afterEach(async () => {
  await follower?.stop()
  follower = undefined
  await rm(folder, {recursive: true, force: true})
})

/** Follows in the background and collects what it is told. */
class Follower {
  readonly messages: string[] = []
  readonly #abort = new AbortController()
  readonly #done: Promise<void>

  constructor(sources: readonly LogSource[], options: ReadLogsOptions = {}) {
    this.#done = this.#collect(sources, options)
  }

  async #collect(sources: readonly LogSource[], options: ReadLogsOptions): Promise<void> {
    const all = readLogs(sources, {...options, follow: true, signal: this.#abort.signal})
    for await (const {message} of all) this.messages.push(message)
  }

  async stop(): Promise<void> {
    this.#abort.abort()
    await this.#done
  }

  async sees(...messages: string[]): Promise<void> {
    await expect.poll(() => this.messages, {timeout: 5000, interval: 5}).toEqual(messages)
  }
}

const source = (name: string, index = 0): LogSource => ({
  instance: name,
  index,
  path: join(folder, name, 'redis.log'),
})

async function write(to: LogSource, text: string): Promise<void> {
  await mkdir(dirname(to.path), {recursive: true})
  await appendFile(to.path, text)
}

function line(message: string, at = new Date()): string {
  const iso = at.toISOString()
  const month = at.toLocaleString('en-GB', {month: 'short', timeZone: 'UTC'}).slice(0, 3)
  return `7:M ${iso.slice(8, 10)} ${month} ${iso.slice(0, 4)} ${iso.slice(11, 23)} * ${message}\n`
}

describe('a followed log', () => {
  it('goes on from what was there, without losing or doubling a line', async () => {
    const n1 = source('n1')
    await write(n1, line('a') + line('b'))
    follower = new Follower([n1], {tail: 1})
    for (let n = 0; n < 200; n++) await write(n1, line(`${n}`))
    const first = follower.messages[0]
    await expect.poll(() => follower?.messages.at(-1), {timeout: 5000}).toBe('199')
    const expected = ['b', ...Array.from({length: 200}, (_, n) => `${n}`)]
    expect(follower.messages).toEqual(expected.slice(expected.indexOf(first ?? 'b')))
  })

  it('holds an incomplete line until the rest comes', async () => {
    const n1 = source('n1')
    const whole = line('whole')
    await write(n1, line('a') + whole.slice(0, 20))
    follower = new Follower([n1], {tail: 5})
    await follower.sees('a')
    await write(n1, whole.slice(20, -1))
    await write(n1, '\n')
    await follower.sees('a', 'whole')
  })

  it('waits for a file and a folder that are not there yet, and for those that come again', async () => {
    const n1 = source('n1')
    follower = new Follower([n1])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await write(n1, line('a'))
    await follower.sees('a')
    await rm(dirname(n1.path), {recursive: true})
    await write(n1, line('b'))
    await follower.sees('a', 'b')
    await write(n1, line('c'))
    await follower.sees('a', 'b', 'c')
  })

  it('goes on after truncation', async () => {
    const n1 = source('n1')
    await write(n1, line('a') + line('b'))
    follower = new Follower([n1], {tail: 1})
    await follower.sees('b')
    await truncate(n1.path)
    await follower.sees('b')
    await write(n1, line('c'))
    await follower.sees('b', 'c')
  })

  it('notices truncation even when the file is longer than before at once', async () => {
    const n1 = source('n1')
    await write(n1, line('a') + line('b'))
    follower = new Follower([n1], {tail: 1})
    await follower.sees('b')
    await write(n1, line('c'))
    await follower.sees('b', 'c')
    const letters = ['d', 'e', 'f', 'g', 'h', 'i']
    await writeFile(n1.path, letters.map((letter) => line(letter)).join(''))
    await follower.sees('b', 'c', ...letters)
  })

  it('goes on after rotation, and reads the old file to its end', async () => {
    const n1 = source('n1')
    await write(n1, line('a'))
    follower = new Follower([n1])
    await follower.sees('a')
    await appendFile(n1.path, line('b'))
    await rename(n1.path, `${n1.path}.1`)
    await appendFile(`${n1.path}.1`, line('c'))
    await writeFile(n1.path, line('d'))
    await follower.sees('a', 'b', 'c', 'd')
  })

  it('orders lines of several logs by time', async () => {
    const sources = [source('n1', 0), source('n2', 1), source('n3', 2)]
    for (const each of sources) await write(each, line('begin'))
    follower = new Follower(sources, {tail: 0})
    await new Promise((resolve) => setTimeout(resolve, 50))
    const expected: string[] = []
    for (let n = 0; n < 100; n++) {
      const to = sources[n % 3] as LogSource
      await write(to, line(`${n}`))
      expected.push(`${n}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await follower.sees(...expected)
  })

  it('does not wait for ever for lines of a clock that is ahead', async () => {
    const n1 = source('n1')
    await write(n1, line('a'))
    follower = new Follower([n1])
    await follower.sees('a')
    await write(n1, line('from tomorrow', new Date(Date.now() + 86_400_000)))
    await follower.sees('a', 'from tomorrow')
  })

  it('shows a backlog longer than a piece, and then what comes', async () => {
    const n1 = source('n1')
    const n2 = source('n2', 1)
    const lines = Array.from({length: 20_000}, (_, n) => line(`${n}`)).join('')
    await write(n1, lines)
    await write(n2, lines)
    follower = new Follower([n1, n2])
    await expect.poll(() => follower?.messages.length, {timeout: 5000}).toBe(40_000)
    await write(n2, line('z'))
    await expect.poll(() => follower?.messages.at(-1)).toBe('z')
  })

  it('ends at once when aborted', async () => {
    follower = new Follower([source('n1')])
    await new Promise((resolve) => setTimeout(resolve, 40))
    await expect(
      Promise.race([follower.stop(), new Promise((resolve) => setTimeout(resolve, 2000, 'late'))]),
    ).resolves.toBe(undefined)
  })

  it('needs no more memory while one log is far behind, and another gets line after line', async () => {
    const [n1, n2] = [source('n1'), source('n2', 1)]
    await write(n1, line('of little interest', new Date(0)).repeat(400_000))
    await write(n2, '')
    const memory = openLineMemory()
    const abort = new AbortController()
    const messages: string[] = []
    const reading = (async () => {
      const options = {grep: /^n2/, follow: true, signal: abort.signal}
      for await (const runs of readLogRuns([n1, n2], options, memory))
        for (const {block, from, to} of runs)
          for (let index = from; index < to; index++) messages.push(block.recordOf(index).message)
    })()
    let written = 0
    while (messages.length === 0 || written < 50) await write(n2, line(`n2 ${written++}`))
    await expect.poll(() => messages.length, {timeout: 5000}).toBe(written)
    expect(messages).toEqual(Array.from({length: written}, (_, index) => `n2 ${index}`))
    abort.abort()
    await reading
    expect(memory.bytes.length).toBeLessThan(5e6)
  })
})
