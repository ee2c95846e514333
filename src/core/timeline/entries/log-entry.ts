import type {Entry, Fields, Severity} from '../../redis/catalogue/entry.ts'
import type {FieldPlace} from '../../redis/catalogue/template.ts'
import {type RecognisedRecord, roleOfLetter, type WriterRole} from '../../redis/log-record.ts'
import {ownText} from '../../text/own-text.ts'
import type {TimelineEntry} from './entry.ts'

/** What a message says by itself, whenever and by whomever it is written. */
interface Reading {
  readonly message: string
  readonly entry: Entry | undefined
  readonly fields: Fields
  readonly places: readonly FieldPlace[]
}

const noFields: Fields = {}
const noPlaces: readonly FieldPlace[] = []

/** A line of a log as an entry. What it means is put into words when it is asked for. */
class LogEntry implements TimelineEntry {
  readonly at: number
  readonly instance: string
  readonly index: number
  readonly source = 'log'
  readonly role: WriterRole
  readonly level: RecognisedRecord['level']
  readonly kind: string
  readonly severity: Severity
  readonly message: string
  readonly fields: Fields
  readonly places: readonly FieldPlace[]
  readonly #entry: Entry | undefined

  constructor(
    {at, instance, index, roleLetter, level}: RecognisedRecord,
    {message, entry, fields, places}: Reading,
  ) {
    this.at = at
    this.instance = instance
    this.index = index
    this.role = roleOfLetter(roleLetter)
    this.level = level
    this.message = message
    this.kind = entry?.kind ?? 'unknown'
    this.severity = entry?.severity ?? (level === 'warning' ? 'warning' : 'info')
    this.fields = fields
    this.places = places
    this.#entry = entry
  }

  get meaning(): string | undefined {
    return this.#entry?.meaning(this.fields)
  }

  get advice(): string | undefined {
    return this.#entry?.advice
  }
}

/** A line of a log as an entry. It may be kept for long: it keeps nothing else alive. */
export function entryOfRecord(record: RecognisedRecord): TimelineEntry {
  return new LogEntry(record, read(record))
}

/** So many messages are remembered. Most of a loop are the same to the letter, and so are most of a failover. */
const mostReadings = 500

/** As `entryOfRecord`, for very many lines: what was read a moment ago is not read again. */
export class EntryMaker {
  readonly #sentinels = new Map<string, Reading>()
  readonly #others = new Map<string, Reading>()

  make(record: RecognisedRecord): TimelineEntry {
    if (record.level === 'raw') return entryOfRecord(record)
    const readings = record.roleLetter === 'X' ? this.#sentinels : this.#others
    let reading = readings.get(record.message)
    if (reading === undefined) {
      reading = read(record)
      if (readings.size >= mostReadings) readings.clear()
      readings.set(reading.message, reading)
    }
    return new LogEntry(record, reading)
  }
}

function read({message, known}: RecognisedRecord): Reading {
  const own = ownText(message)
  const reading = known?.template.match(own)
  if (known === undefined || reading === undefined)
    return {message: own, entry: undefined, fields: noFields, places: noPlaces}
  return {message: own, entry: known.entry, fields: reading.fields, places: reading.places}
}
