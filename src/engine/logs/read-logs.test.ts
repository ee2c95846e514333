import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {LogRecord} from '../../core/redis/log-record.ts'
import type {LogSource} from './log-source.ts'
import {type ReadLogsOptions, readLogs} from './read-logs.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redislab-logs-'))
})
afterEach(async () => {
  await rm(folder, {recursive: true, force: true})
})

const start = Date.UTC(2026, 10, 22, 12, 0, 0)
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function line(ms: number, message: string): string {
  const iso = new Date(start + ms).toISOString()
  const date = `${iso.slice(8, 10)} ${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`
  return `7:M ${date} ${iso.slice(11, 23)} * ${message}\n`
}

async function makeSources(...texts: (string | undefined)[]): Promise<LogSource[]> {
  return Promise.all(
    texts.map(async (text, index) => {
      const path = join(folder, `n${index + 1}.log`)
      if (text !== undefined) await writeFile(path, text)
      return {instance: `n${index + 1}`, index, path}
    }),
  )
}

async function read(sources: readonly LogSource[], options: ReadLogsOptions = {}): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  for await (const record of readLogs(sources, options)) records.push(record)
  return records
}

const messages = async (...args: Parameters<typeof read>) =>
  (await read(...args)).map(({instance, message}) => `${instance} ${message}`)

describe('readLogs', () => {
  it('shows bytes that are not UTF-8 as such, and those that are as they are', async () => {
    const sources = await makeSources('')
    const bytes = Buffer.concat([
      Buffer.from(line(0, 'plain') + line(1, 'é').trimEnd()),
      Buffer.from([0xff]),
      Buffer.from(`\n${line(2, '日本')}`),
    ])
    await writeFile(sources[0]?.path ?? '', bytes)
    expect(await messages(sources)).toEqual(['n1 plain', 'n1 é\ufffd', 'n1 日本'])
  })

  it('merges logs by time and keeps raw lines with the line before', async () => {
    const sources = await makeSources(
      `${line(0, 'a') + line(20, 'crash')}--- STACK ---\nframe 1\n${line(20, 'b')}`,
      line(10, 'c') + line(20, 'd') + line(30, 'e'),
    )
    expect(await messages(sources)).toEqual([
      'n1 a',
      'n2 c',
      'n1 crash',
      'n1 --- STACK ---',
      'n1 frame 1',
      'n1 b',
      'n2 d',
      'n2 e',
    ])
    expect((await read(sources))[3]).toEqual({
      at: start + 20,
      instance: 'n1',
      index: 0,
      roleLetter: undefined,
      level: 'raw',
      message: '--- STACK ---',
      known: undefined,
    })
  })

  it('gives a raw line at the very beginning the time of what comes next', async () => {
    expect((await read(await makeSources(`art\n${line(5, 'a')}`)))[0]).toMatchObject({
      at: start + 5,
      message: 'art',
    })
  })

  it('takes a line without an end as it is, and a log that is not there as empty', async () => {
    expect(await messages(await makeSources(undefined, `${line(0, 'a')}half`, ''))).toEqual([
      'n2 a',
      'n2 half',
    ])
  })

  it.each([0, 1, 2, 3, 5, 7, 100])('--tail %i is the end of the merged log', async (tail) => {
    const sources = await makeSources(
      `${line(0, 'a') + line(1, 'b')}raw\n${line(6, 'c')}`,
      line(2, 'd') + line(3, 'e') + line(4, 'f'),
    )
    const all = await messages(sources)
    expect(await messages(sources, {tail})).toEqual(all.slice(Math.max(0, all.length - tail)))
  })

  it('counts only matching lines for --tail, and those since a moment', async () => {
    const text = Array.from({length: 50}, (_, n) =>
      line(n * 1000, `line ${n} ${n % 10 === 0 ? 'ten' : ''}`),
    ).join('')
    const sources = await makeSources(text, text)
    expect(await messages(sources, {tail: 3, grep: /ten$/g})).toEqual([
      'n2 line 30 ten',
      'n1 line 40 ten',
      'n2 line 40 ten',
    ])
    expect(await messages(sources, {tail: 9, grep: /ten/, sinceMs: start + 31_000})).toHaveLength(2)
  })

  it('gives a raw line that begins a tail the time of its log line', async () => {
    const sources = await makeSources(`${line(3, 'a')}raw 1\nraw 2\n`)
    expect(await read(sources, {tail: 1})).toMatchObject([{message: 'raw 2', at: start + 3}])
  })

  it('finds tails and moments in files of many blocks, whatever the lines are', async () => {
    const count = 20_000
    const text = Array.from({length: count}, (_, n) => {
      const raw = n % 977 === 0 ? `${'raw '.repeat(n % 3 === 0 ? 30_000 : 9)}\n` : ''
      return line(n * 10, `line ${n} ${'é'.repeat(n % 40)}`) + raw
    }).join('')
    const sources = await makeSources(text)
    const all = await read(sources)
    for (const tail of [1, 2, 500, 15_000]) expect(await read(sources, {tail})).toEqual(all.slice(-tail))
    for (const moment of [-5, 0, 1, 9_770, 77_775, 123_450, 199_990, 199_991]) {
      const first = all.findIndex(({at, level}) => level !== 'raw' && at >= start + moment)
      const expected = first < 0 ? [] : all.slice(first)
      expect((await read(sources, {sinceMs: start + moment})).length, `since ${moment}`).toBe(expected.length)
    }
  })

  it('bounds lines without an end', async () => {
    const sources = await makeSources(`${line(0, 'a')}${'x'.repeat(1_000_000)}\n${line(1, 'b')}`)
    const records = await read(sources)
    expect(records.map(({message}) => message.length)).toEqual([1, expect.closeTo(65_560, -2), 1])
    expect(await read(sources, {tail: 2})).toEqual(records.slice(1))
  })

  it('puts lines of signal handlers, which have no milliseconds, behind the line before', async () => {
    const seconds = start / 1000
    const sources = await makeSources(
      `${line(400, 'a')}7:signal-handler (${seconds}) Received SIGTERM scheduling shutdown...\n${line(500, 'b')}`,
      line(450, 'c'),
    )
    expect(await messages(sources)).toEqual([
      'n1 a',
      'n1 Received SIGTERM scheduling shutdown...',
      'n2 c',
      'n1 b',
    ])
  })

  it('ends without an error when aborted', async () => {
    const sources = await makeSources(line(0, 'a'))
    expect(await read(sources, {signal: AbortSignal.abort()})).toEqual([])
  })
})
