import {type KnownLine, knownLinesOf} from '../../src/core/redis/catalogue/known-lines.ts'
import {type RecognisedEvent, readEvent} from '../../src/core/redis/catalogue/recognise.ts'
import type {LogRecord, RecognisedRecord} from '../../src/core/redis/log-record.ts'
import type {InstanceKind} from '../../src/core/words.ts'
import {openLineMemory} from '../../src/engine/logs/open-line-memory.ts'
import {FoundLines} from '../../src/lines/found-lines.ts'
import {LineScan} from '../../src/lines/line-scan.ts'

const roomBytes = 64 * 1024

/** Opened when it is needed: it is not built yet when the tests of the command line begin. */
let opened: ReturnType<typeof open> | undefined

function open() {
  const memory = openLineMemory()
  const found = new FoundLines({instance: '', index: 0}, memory)
  return {memory, found, scan: new LineScan(memory, undefined), place: memory.allocate(roomBytes)}
}

/** The known line that a message is, found as among the bytes of a log. */
export function findKnownLine(message: string, writer: InstanceKind): KnownLine | undefined {
  opened ??= open()
  const {memory, found, scan, place} = opened
  const bytes = Buffer.from(message)
  // The bytes of other lines stand around it.
  memory.bytes.set(bytes, place)
  const end = place + bytes.length
  found.begin(place, end)
  const letter = writer === 'sentinel' ? 'X' : 'M'
  scan.take(found, 0, place, end, letter.charCodeAt(0), '*'.charCodeAt(0))
  return found.recordOf(0).known
}

/** What a message says, if the catalogue knows it. */
export function recogniseEvent(message: string, writer: InstanceKind): RecognisedEvent | undefined {
  const known = findKnownLine(message, writer)
  return known && readEvent(known, message)
}

/** The known lines of which a message may be one, the likeliest first: by comparing it with all. */
export function compareWithAll(message: string, writer: InstanceKind): readonly KnownLine[] {
  return knownLinesOf(writer).filter(({template}) => template.match(message) !== undefined)
}

/** A record as it is when it was read from a log. */
export function recogniseRecord<Given extends LogRecord>(record: Given): Given & RecognisedRecord {
  const writer = record.roleLetter === 'X' ? 'sentinel' : 'redis'
  return {...record, known: record.level === 'raw' ? undefined : findKnownLine(record.message, writer)}
}
