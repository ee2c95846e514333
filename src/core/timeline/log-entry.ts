import {ownText} from '../own-text.ts'
import type {Fields, Severity} from '../redis/catalogue/entry.ts'
import {findKnownLine, type KnownLine} from '../redis/catalogue/recognise.ts'
import {type LogRecord, roleOfLetter, type WriterRole} from '../redis/log-record.ts'
import type {TimelineEntry} from './entry.ts'

/** A line of a log as an entry. What it means is worked out when it is asked for: most lines only need their kind. */
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
  readonly #known: KnownLine | undefined
  #fields: Fields | undefined = undefined

  constructor({at, instance, index, roleLetter, level, message}: LogRecord) {
    this.at = at
    this.instance = instance
    this.index = index
    this.role = roleOfLetter(roleLetter)
    this.level = level
    this.message = ownText(message)
    this.#known =
      level === 'raw'
        ? undefined
        : findKnownLine(message, 0, message.length, roleLetter === 'X' ? 'sentinel' : 'redis')
    this.kind = this.#known?.entry.kind ?? 'unknown'
    this.severity = this.#known?.entry.severity ?? (level === 'warning' ? 'warning' : 'info')
  }

  get fields(): Fields {
    this.#fields ??= this.#known?.template.match(this.message) ?? {}
    return this.#fields
  }

  get meaning(): string | undefined {
    return this.#known?.entry.meaning(this.fields)
  }

  get advice(): string | undefined {
    return this.#known?.entry.advice
  }
}

/** A line of a log as an entry. It may be kept for long: it keeps nothing else alive. */
export function entryOfRecord(record: LogRecord): TimelineEntry {
  return new LogEntry(record)
}
