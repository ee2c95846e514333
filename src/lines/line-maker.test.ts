import {describe, expect, it} from 'vitest'
import {openLineMemory} from '../engine/logs/open-line-memory.ts'
import {FoundLines} from './found-lines.ts'
import {LineCutter} from './line-cutter.ts'
import {type LineForm, readLine, redisForms} from './line-forms.ts'
import {type LineChoice, LineMaker} from './line-maker.ts'
import {LineRegion} from './line-region.ts'
import {LineSieve} from './line-sieve.ts'

const now = Date.UTC(2026, 10, 30)

/** Reads a log that fits into one piece. */
function read(log: string | Buffer, choice: LineChoice = {}) {
  const memory = openLineMemory()
  const maker = new LineMaker(memory, choice)
  const cutter = new LineCutter()
  const [region, found] = [new LineRegion(memory), new FoundLines({instance: 'n1', index: 0}, memory)]
  const piece = Buffer.from(log)
  maker.begin(region, found, piece)
  cutter.push(piece, maker)
  cutter.flush(maker)
  maker.end(now)
  return Array.from({length: found.count}, (_, line) => found.recordOf(line))
}

const messages = (log: string | Buffer) => read(log).map(({message}) => message)
const jsonHead = '{"pid":1,"role":"primary","timestamp":"1796006755063","level":"notice","message":"'

describe('LineMaker', () => {
  it('reads on when the day ends, and when a clock is set back to the day before', () => {
    const log = `\
1:M 31 Dec 2026 23:59:59.999 * a
1:M 01 Jan 2027 00:00:00.000 * b
1:M 01 Jan 2027 00:00:00.001 # c
1:M 31 Dec 2026 23:59:59.998 . d
`
    expect(read(log).map(({at, level, message}) => [new Date(at).toISOString(), level, message])).toEqual([
      ['2026-12-31T23:59:59.999Z', 'notice', 'a'],
      ['2027-01-01T00:00:00.000Z', 'notice', 'b'],
      ['2027-01-01T00:00:00.001Z', 'warning', 'c'],
      ['2026-12-31T23:59:59.998Z', 'debug', 'd'],
    ])
  })

  it('knows what each line is, whether it is found by itself or among many', () => {
    const log = `\
1:X 16 Apr 2026 20:20:29.108 # +sdown master mymaster 127.0.0.1 6380
1:M 16 Apr 2026 20:20:29.109 * DB saved on disk
1:X 16 Apr 2026 20:20:29.110 * DB saved on disk
1:M 16 Apr 2026 20:20:29.111 * nobody knows this
DB saved on disk
pid=1 role=primary timestamp="1796006755063" level=notice message="DB saved on disk"
`
    expect(read(log).map(({known}) => known?.entry.kind)).toEqual([
      '+sdown',
      'saved-on-disk',
      undefined,
      undefined,
      undefined,
      'saved-on-disk',
    ])
  })

  it.each([
    ['1:M 16 Apr 2026 20:20:29.10', 'cut short in its stamp'],
    ['1:M 16 Apr 2026 20:20:29.108 *', 'cut short before its message'],
    ['1:M 16 Apr 2026 20x20:29.108 * x', 'with another sign in its time'],
    ['1:M 16-Apr 2026 20:20:29.108 * x', 'with another sign in its day'],
    ['1:M\t16 Apr 2026 20:20:29.108 * x', 'with a tab'],
    ['12345678901:M 16 Apr 2026 20:20:29.108 * x', 'with a pid that is none'],
  ])('takes a line for a raw one: %s, %s', (line) => {
    const usual = '1:M 16 Apr 2026 20:20:29.108 * usual'
    const at = Date.UTC(2026, 3, 16, 20, 20, 29, 108)
    for (const log of [`${line}\n${usual}`, `${usual}\n${line}`])
      expect(read(log)).toContainEqual(
        expect.objectContaining({at, level: 'raw', message: line, known: undefined}),
      )
  })

  it('gives raw lines the current time where no line has one', () => {
    expect(read('a\nb')).toMatchObject([
      {at: now, message: 'a'},
      {at: now, message: 'b'},
    ])
  })

  it('puts a line of a signal handler, which has whole seconds, behind the line before it', () => {
    const log = `\
1:M 16 Apr 2026 20:20:29.108 * a
1:signal-handler (${Date.UTC(2026, 3, 16, 20, 20, 29) / 1000}) Received SIGTERM scheduling shutdown...
1:signal-handler (${Date.UTC(2026, 3, 16, 20, 20, 31) / 1000}) Received SIGTERM scheduling shutdown...
`
    expect(read(log).map(({at}) => at % 60_000)).toEqual([29_108, 29_108, 31_000])
  })

  it('restores the escapes of JSON, and touches no line behind', () => {
    const next = '1:M 16 Apr 2026 20:20:29.108 * next'
    expect(messages(`${jsonHead}a \\"b\\" \\\\c é"}\n${next}\n`)).toEqual(['a "b" \\c é', 'next'])
    // Each byte that is no UTF-8 takes three as text: there is no room for all.
    const broken = Buffer.concat([
      Buffer.from(`${jsonHead}\\"`),
      Buffer.alloc(100, 0xff),
      Buffer.from(`"}\n${next}\n`),
    ])
    expect(messages(broken)).toEqual([`\\"${'\ufffd'.repeat(100)}`, 'next'])
  })

  it('reads lines of every form that it is given', () => {
    const compose: LineForm = (line) => {
      const before = /^[\w-]+ +\| /.exec(line)?.[0].length ?? 0
      const formed = before === 0 ? undefined : readLine(line.slice(before), redisForms)
      return formed && {...formed, from: formed.from + before, to: formed.to + before}
    }
    const log = `\
redis-1     | 1:M 16 Apr 2026 20:20:29.108 * Ready to accept connections tcp
sentinel-1  | 1:X 16 Apr 2026 20:20:29.109 # +new-epoch 1
sentinel-1  | ein Gruß
`
    expect(read(log, {forms: [compose]})).toMatchObject([
      {roleLetter: 'M', message: 'Ready to accept connections tcp', known: {entry: {kind: 'ready'}}},
      {roleLetter: 'X', message: '+new-epoch 1', known: {entry: {kind: '+new-epoch'}}},
      {level: 'raw', message: 'sentinel-1  | ein Gruß'},
    ])
  })

  it('leaves out what a sieve leaves out, in whatever form it is, and counts it', () => {
    const sieve = new LineSieve(({kind}) => kind === 'saved-on-disk')
    const log = `\
1:M 16 Apr 2026 20:20:29.108 * DB saved on disk
1:M 16 Apr 2026 20:20:29.109 * DB saved on disk
1:M 16 Apr 2026 20:20:29.110 * Ready to accept connections
1:M 16 Apr 2026 20:20:29.111 * nobody knows this
1:M 16 Apr 2026 20:20:29.112 # nobody knows this warning
raw
${jsonHead}DB saved on disk"}
`
    expect(read(log, {sieve}).map(({message}) => message)).toEqual([
      'Ready to accept connections',
      'nobody knows this warning',
    ])
    expect(sieve.count).toBe(5)
  })
})
