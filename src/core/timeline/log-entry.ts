import {ownText} from '../own-text.ts'
import type {Entry, Fields, Severity} from '../redis/catalogue/entry.ts'
import {findEntry} from '../redis/catalogue/recognise.ts'
import {type LogRecord, roleOfLetter, type WriterRole} from '../redis/log-record.ts'
import type {TimelineEntry} from './entry.ts'

/** A line of a log as an entry. What it means is put into words when it is asked for. */
class LogEntry implements TimelineEntry {
  readonly at: number
  readonly instance: string
  readonly index: number
  readonly source = 'log'
  readonly role: WriterRole
  readonly level: LogRecord['level']
  readonly kind: string
  readonly severity: Severity
  readonly message: string
  readonly fields: Fields
  readonly #entry: Entry | undefined

  constructor({at, instance, index, roleLetter, level, message}: LogRecord) {
    const own = ownText(message)
    const known = level === 'raw' ? undefined : findEntry(own, roleLetter === 'X' ? 'sentinel' : 'redis')
    this.at = at
    this.instance = instance
    this.index = index
    this.role = roleOfLetter(roleLetter)
    this.level = level
    this.message = own
    this.kind = known?.entry.kind ?? 'unknown'
    this.severity = known?.entry.severity ?? (level === 'warning' ? 'warning' : 'info')
    this.fields = known?.fields ?? {}
    this.#entry = known?.entry
  }

  get meaning(): string | undefined {
    return this.#entry?.meaning(this.fields)
  }

  get advice(): string | undefined {
    return this.#entry?.advice
  }
}

/** A line of a log as an entry. It may be kept for long: it keeps nothing else alive. */
export function entryOfRecord(record: LogRecord): TimelineEntry {
  return new LogEntry(record)
}
