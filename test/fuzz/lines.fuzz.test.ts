// Lines in the usual form are found many at a time by assembly/, and all others one by one: those in other forms, and those
// that lie across the pieces in which a log is read. However a log is cut, its lines are what the text of each says, what is
// painted of them is what is rendered, and what a sieve leaves of them can be counted.
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {expect, it} from 'vitest'
import type {RecognisedRecord} from '../../src/core/redis/log-record.ts'
import {isRoutineLine} from '../../src/core/timeline/folding/routine-lines.ts'
import {openLineMemory} from '../../src/engine/logs/open-line-memory.ts'
import {FoundLines} from '../../src/lines/found-lines.ts'
import {maxLineBytes} from '../../src/lines/layout.ts'
import {LineCutter} from '../../src/lines/line-cutter.ts'
import {type LineChoice, LineMaker} from '../../src/lines/line-maker.ts'
import {type LineLook, LinePainter} from '../../src/lines/line-painter.ts'
import {LineRegion, pieceBytes} from '../../src/lines/line-region.ts'
import {LineSieve} from '../../src/lines/line-sieve.ts'
import {parseLogLine} from '../../src/lines/log-line.ts'
import {formatClock} from '../../src/reporters/kit/clock-time.ts'
import {plainTheme} from '../../src/reporters/kit/theme.ts'
import {renderLogRecord} from '../../src/reporters/timeline/log-view.ts'
import {recogniseRecord} from '../support/recognise.ts'
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

const render: LineLook['render'] = (record, line) =>
  renderLogRecord(record, plainTheme, {nameWidth: 2, ...line})

/** Reads a log in pieces of a size, and gives the lines, and what is painted of them. */
function read(log: Buffer, size: number, choice: LineChoice = {}) {
  const memory = openLineMemory()
  const maker = new LineMaker(memory, choice)
  const cutter = new LineCutter()
  const painter = new LinePainter({render, clock: formatClock}, memory)
  const [region, found] = [new LineRegion(memory), new FoundLines({instance: 'n1', index: 0}, memory)]
  const records: RecognisedRecord[] = []
  let painted = ''
  for (let at = 0; at <= log.length; at += size) {
    const piece = log.subarray(at, at + size)
    maker.begin(region, found, piece)
    cutter.push(piece, maker)
    if (at + size > log.length) cutter.flush(maker)
    maker.end(now)
    for (let index = 0; index < found.count; index++) records.push(found.recordOf(index))
    for (let index = 0; index < found.count; ) {
      index = painter.paint({block: found, from: 0, to: found.count}, index)
      painted += Buffer.from(painter.release()).toString()
    }
  }
  return {records, painted}
}

/** The time of raw lines where no line has a time. */
const now = Date.UTC(2026, 10, 30)
const sizes = fc.oneof(fc.integer({min: 1, max: 300}), fc.constant(pieceBytes))
const options = {...fuzz, numRuns: Math.min(fuzz.numRuns ?? 100, 300)}

it('are the same however the log is cut, and painted as they are rendered', () => {
  fc.assert(
    fc.property(log, sizes, (log, size) => {
      const {records, painted} = read(log, size)
      // Raw lines before the first that has a time get it only where they are in one piece with it.
      expect(timeless(records)).toEqual(timeless(read(log, pieceBytes).records))
      const rendered = records.map((record) =>
        render(record, {severity: record.known?.entry.severity, clock: formatClock}),
      )
      expect(painted).toBe(rendered.join(''))
    }),
    options,
  )
})

it('have the time, the level, the message and the meaning that the text of each says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(line, spoilt, atBorder, otherDay, otherForm), {minLength: 1, maxLength: 40}),
      sizes,
      (lines, size) => {
        const {records} = read(Buffer.from(lines.join('\n')), size)
        const told = lines.flatMap((text, index) => {
          const parsed = parseLogLine(text)
          return parsed === undefined || parsed.roleLetter === undefined ? [] : [{index, parsed}]
        })
        for (const {index, parsed} of told) {
          const {at, level, roleLetter, message} = parsed
          const record = {at, level, roleLetter, message, instance: 'n1', index: 0}
          expect(records[index]).toEqual(recogniseRecord(record))
        }
      },
    ),
    options,
  )
})

it('are left out, or matched, by what each is', () => {
  fc.assert(
    fc.property(log, sizes, (log, size) => {
      const all = timeless(read(log, size).records)
      const matches = (message: string) => message.includes('SYNC') || message.length % 3 === 0
      expect(timeless(read(log, size, {matches}).records)).toEqual(
        timeless(all.filter(({message}) => matches(message))),
      )
      const sieve = new LineSieve(isRoutineLine)
      const kept = read(log, size, {sieve}).records
      const wanted = all.filter(({known, level, roleLetter}) =>
        known === undefined
          ? level === 'warning'
          : !isRoutineLine(known.entry, roleLetter === 'X' ? 'sentinel' : 'redis'),
      )
      expect(kept).toEqual(wanted)
      expect(sieve.count).toBe(all.length - kept.length)
    }),
    options,
  )
})

function timeless(records: readonly RecognisedRecord[]): readonly RecognisedRecord[] {
  const first = records.findIndex(({level}) => level !== 'raw')
  return records.map((record, index) => (first < 0 || index < first ? {...record, at: 0} : record))
}
