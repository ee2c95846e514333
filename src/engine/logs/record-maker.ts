import {parseLogLine} from '../../core/redis/log-line.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import type {LogSource} from './log-source.ts'

/** Turns the lines of one log, in their order, into records. Raw lines get the time of the line they follow. */
export class RecordMaker {
  readonly #source: LogSource
  readonly #matches: (message: string) => boolean
  #latest: number | undefined

  constructor(source: LogSource, matches: (message: string) => boolean, latest?: number) {
    this.#source = source
    this.#matches = matches
    this.#latest = latest
  }

  /** The records of the lines that match. */
  make(lines: readonly string[]): LogRecord[] {
    const {instance, index, parse = parseLogLine} = this.#source
    const records: LogRecord[] = []
    for (const text of lines) {
      const line = parse(text)
      if (line === undefined) {
        this.#latest ??= firstTime(lines) ?? Date.now()
        // The report of a crash holds INFO, whose lines end as those of the protocol do.
        const message = text.endsWith('\r') ? text.slice(0, -1) : text
        if (this.#matches(message)) {
          records.push({at: this.#latest, instance, index, roleLetter: undefined, level: 'raw', message})
        }
        continue
      }
      const {roleLetter, level, message} = line
      const at = roleLetter === undefined ? this.#refine(line.at) : line.at
      this.#latest = at
      if (this.#matches(message)) records.push({at, instance, index, roleLetter, level, message})
    }
    return records
  }

  /** Lines of signal handlers have whole seconds only: later in that second, if the line before was. */
  #refine(second: number): number {
    return this.#latest !== undefined && this.#latest > second && this.#latest < second + 1000
      ? this.#latest
      : second
  }
}

function firstTime(lines: readonly string[]): number | undefined {
  for (const text of lines) {
    const at = parseLogLine(text)?.at
    if (at !== undefined) return at
  }
  return undefined
}
