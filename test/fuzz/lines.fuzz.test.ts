// Lines of logs are found many at a time by assembly/, and one by one by TypeScript where they are unusual, or where there is
// no WebAssembly: whichever way, they are the same, and so is what is painted of them and what a sieve leaves of them.
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {expect, it} from 'vitest'
import {explainRecord, weighRecord} from '../../src/core/redis/explain-record.ts'
import {maxLineBytes} from '../../src/core/redis/lines/layout.ts'
import {LineMemory} from '../../src/core/redis/lines/line-memory.ts'
import {parseLogLine} from '../../src/core/redis/log-line.ts'
import type {LogRecord} from '../../src/core/redis/log-record.ts'
import {RoutineLines} from '../../src/core/timeline/folding/routine-lines.ts'
import {FoundLines} from '../../src/engine/logs/found-lines.ts'
import {LineCutter} from '../../src/engine/logs/line-cutter.ts'
import {type LineChoice, LineMaker} from '../../src/engine/logs/line-maker.ts'
import {LineRegion, pieceBytes} from '../../src/engine/logs/line-region.ts'
import {openLineMemory} from '../../src/engine/logs/open-line-memory.ts'
import {plainTheme} from '../../src/reporters/kit/theme.ts'
import {LinePainter} from '../../src/reporters/timeline/line-painter.ts'
import {renderLogRecord} from '../../src/reporters/timeline/log-view.ts'
import {fuzz} from './support.ts'

const fixtures = path.resolve(import.meta.dirname, '../fixtures/failovers')
const known = readdirSync(fixtures).flatMap((name) =>
  readdirSync(path.join(fixtures, name))
    .filter((file) => file.endsWith('.log'))
    .flatMap((file) => readFileSync(path.join(fixtures, name, file), 'utf8').split('\n')),
)

const line = fc.constantFrom(...known)
/** What heads are made of, and what is not, put where it hurts: mostly into the head. */
const spoilt = fc
  .record({
    whole: line,
    at: fc.oneof(fc.nat({max: 40}), fc.nat({max: 250})),
    put: fc.constantFrom(...' :-*#.09xXé\0\t\r\x1b\x7f\xff', '', '1234567', 'x'.repeat(40)),
    drop: fc.constantFrom(0, 1, 1, 3),
  })
  .map(({whole, at, put, drop}) => whole.slice(0, at) + put + whole.slice(at + drop))
/** Where a minute, an hour and a day end. */
const atBorder = fc
  .tuple(
    line,
    fc.constantFrom(
      '20:29:59.999',
      '20:30:00.000',
      '20:59:59.500',
      '21:00:00.007',
      '23:59:59.999',
      '23:59:60.000',
      '24:00:00.000',
      '00:00:00.000',
    ),
  )
  .map(([whole, time]) => whole.replace(/\d\d \w{3} \d{4} [\d:.]+/, `22 Nov 2026 ${time}`))
const otherDay = fc
  .tuple(
    line,
    fc.constantFrom('01 Jan 1970', '29 Feb 2024', '31 Feb 2024', '31 Dec 1969', '00 Foo 2026', '16 Apr 0020'),
  )
  .map(([whole, day]) => whole.replace(/\d\d [A-Z][a-z][a-z] \d{4}/, day))
const atTheEdge = fc.constantFrom(
  '8212:signal-handler (1587068022) Received SIGTERM scheduling shutdown...',
  '8212:signal-handler (99999999999) x',
  '8212:signal-handler () x',
  '1234567890:M 22 Nov 2026 20:29:59.999 * the longest pid',
  '12345678901:M 22 Nov 2026 20:29:59.999 * one that is too long',
  '1:M 22 Nov 2026 20:29:59.999 * ',
  '1:M 22 Nov 2026 20:29:59.999 *',
)
/** As Valkey writes on demand. */
const otherForm = fc
  .tuple(line, fc.constantFrom('logfmt', 'json', 'iso', 'milliseconds'))
  .map(([whole, form]) => {
    const parsed = parseLogLine(whole)
    if (parsed?.roleLetter === undefined) return whole
    const {pid, at, roleLetter, message} = parsed
    const iso = new Date(at).toISOString().replace('Z', '+00:00')
    const role = {X: 'sentinel', C: 'RDB/AOF', S: 'replica', M: 'primary'}[roleLetter]
    switch (form) {
      case 'logfmt':
        return `pid=${pid} role=${role} timestamp="${iso}" level=notice message="${message.replaceAll('"', "'")}"`
      case 'json':
        return JSON.stringify({pid, role, timestamp: String(at), level: 'notice', message: `${message} "é\n`})
      default:
        return `${pid}:${roleLetter} ${form === 'iso' ? iso : at} # ${message}`
    }
  })
const odd = fc.oneof(
  fc.string({unit: 'binary', maxLength: 60}).map((text) => text.replaceAll('\n', '')),
  fc.constantFrom('', '\r', 'x'.repeat(maxLineBytes - 1), 'x'.repeat(maxLineBytes + 1)),
  fc.constant(`${known[0]}${'y'.repeat(maxLineBytes)}`),
)
const log = fc
  .array(
    fc.oneof(
      {arbitrary: line, weight: 6},
      {arbitrary: spoilt, weight: 6},
      {arbitrary: atBorder, weight: 3},
      otherDay,
      {arbitrary: otherForm, weight: 3},
      atTheEdge,
      odd,
    ),
    {
      maxLength: 60,
    },
  )
  .map((lines) => Buffer.from(lines.join('\n')))

/** Reads a log in pieces of a size, and gives the lines, found one by one if wanted, and what is painted of them. */
function read(
  log: Buffer,
  size: number,
  {oneByOne = false, ...choice}: LineChoice & {readonly oneByOne?: boolean},
) {
  const memory = oneByOne ? new LineMemory(undefined) : openLineMemory()
  const source = {instance: 'n1', index: 0, path: ''}
  const maker = new LineMaker(source, memory, choice)
  const cutter = new LineCutter()
  const painter = new LinePainter(plainTheme, {nameWidth: 2, memory})
  const [region, found] = [new LineRegion(memory), new FoundLines(source, memory)]
  const records: LogRecord[] = []
  let painted = ''
  for (let at = 0; at <= log.length; at += size) {
    const piece = log.subarray(at, at + size)
    maker.begin(region, found, piece)
    cutter.push(piece, maker)
    if (at + size > log.length) cutter.flush(maker)
    maker.end()
    for (let index = 0; index < found.count; index++) records.push(found.recordOf(index))
    for (let index = 0; index < found.count; ) {
      index = painter.paint({block: found, from: 0, to: found.count}, index)
      painted += Buffer.from(painter.release()).toString()
    }
  }
  return {records, painted}
}

const sizes = fc.oneof(fc.integer({min: 1, max: 300}), fc.constant(pieceBytes))

it('are the same found many at a time as found one by one, and painted as they are rendered', () => {
  fc.assert(
    fc.property(log, sizes, (log, size) => {
      const many = read(log, size, {})
      const single = read(log, size, {oneByOne: true})
      // Raw lines before the first that has a time have that of the moment.
      expect(timeless(many.records)).toEqual(timeless(single.records))
      for (const {records, painted} of [many, single]) {
        const rendered = records.map((record) =>
          renderLogRecord(record, plainTheme, {nameWidth: 2, severity: weighRecord(record)}),
        )
        expect(painted).toBe(rendered.join(''))
      }
    }),
    {...fuzz, numRuns: Math.min(fuzz.numRuns ?? 100, 300)},
  )
})

it('are left out, or matched, the same', () => {
  fc.assert(
    fc.property(log, sizes, (log, size) => {
      const matches = (message: string) => message.includes('SYNC') || message.length % 3 === 0
      expect(timeless(read(log, size, {matches}).records)).toEqual(
        timeless(read(log, size, {matches, oneByOne: true}).records),
      )
      const [many, single] = [new RoutineLines(), new RoutineLines()]
      const kept = read(log, size, {sieve: many}).records
      // Nothing is kept before the first line that has a time.
      expect(kept).toEqual(read(log, size, {sieve: single, oneByOne: true}).records)
      expect(many.count).toBe(single.count)
      // Of a line that is kept somebody knows something, or it warns.
      for (const record of kept) expect(explainRecord(record) ?? record.level).not.toBe('notice')
    }),
    {...fuzz, numRuns: Math.min(fuzz.numRuns ?? 100, 300)},
  )
})

it('have the time, the level and the message that the text of each says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(line, spoilt, atBorder, otherDay, otherForm), {minLength: 1, maxLength: 40}),
      (lines) => {
        const {records} = read(Buffer.from(lines.join('\n')), pieceBytes, {})
        const told = lines.flatMap((text, index) => {
          const parsed = parseLogLine(text)
          return parsed === undefined || parsed.roleLetter === undefined ? [] : [{index, parsed}]
        })
        for (const {index, parsed} of told)
          expect(records[index]).toMatchObject({at: parsed.at, level: parsed.level, message: parsed.message})
      },
    ),
    {...fuzz, numRuns: Math.min(fuzz.numRuns ?? 100, 300)},
  )
})

function timeless(records: readonly LogRecord[]): readonly LogRecord[] {
  const first = records.findIndex(({level}) => level !== 'raw')
  return records.map((record, index) => (first < 0 || index < first ? {...record, at: 0} : record))
}
