import {LineHead} from '../../core/redis/log-line.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import type {LineTaker} from './line-cutter.ts'
import type {LogSource} from './log-source.ts'

/** Which lines become records. */
export interface RecordChoice {
  /** Whether the message is wanted. All are when undefined. */
  readonly matches?: ((message: string) => boolean) | undefined
  /** Whether a line is left out, judged where it stands: its message begins at `head.end`. */
  readonly leavesOut?: ((text: string, to: number, head: LineHead) => boolean) | undefined
}

/** Turns the lines of one log, in their order, into records. Raw lines get the time of the line they follow. */
export class RecordMaker implements LineTaker {
  readonly #source: LogSource
  readonly #choice: RecordChoice
  readonly #head = new LineHead()
  #records: LogRecord[] = []
  /** Raw lines before the first line that has a time: they get that. */
  #early: string[] = []
  #latest: number | undefined

  constructor(source: LogSource, choice: RecordChoice, latest?: number) {
    this.#source = source
    this.#choice = choice
    this.#latest = latest
  }

  take(text: string, from: number, to: number): void {
    const {parse} = this.#source
    if (parse !== undefined) {
      const line = parse(text.slice(from, to))
      if (line === undefined) this.#takeRaw(text, from, to)
      else this.#add(line.at, line)
      return
    }
    const head = this.#head
    if (!head.read(text, from, to)) {
      if (this.#choice.leavesOut?.(text, to, head) !== true) this.#takeRaw(text, from, to)
      return
    }
    const {roleLetter, level} = head
    const at = roleLetter === undefined ? this.#refine(head.at) : head.at
    if (this.#latest === undefined) this.#addEarly(at)
    this.#latest = at
    if (this.#choice.leavesOut?.(text, to, head) === true) return
    this.#add(at, {roleLetter, level, message: text.slice(head.end, to)})
  }

  /** The records of the lines since the last time. */
  release(): LogRecord[] {
    if (this.#early.length > 0) this.#addEarly(Date.now())
    const records = this.#records
    this.#records = []
    return records
  }

  #add(at: number, {roleLetter, level, message}: Pick<LogRecord, 'roleLetter' | 'level' | 'message'>): void {
    const {matches} = this.#choice
    if (matches !== undefined && !matches(message)) return
    const {instance, index} = this.#source
    this.#records.push({at, instance, index, roleLetter, level, message})
  }

  #takeRaw(text: string, from: number, to: number): void {
    // The report of a crash holds INFO, whose lines end as those of the protocol do.
    const message = text.slice(from, text.endsWith('\r', to) ? to - 1 : to)
    if (this.#latest === undefined) this.#early.push(message)
    else this.#add(this.#latest, {roleLetter: undefined, level: 'raw', message})
  }

  #addEarly(at: number): void {
    this.#latest = at
    for (const message of this.#early) this.#add(at, {roleLetter: undefined, level: 'raw', message})
    this.#early = []
  }

  /** Lines of signal handlers have whole seconds only: later in that second, if the line before was. */
  #refine(second: number): number {
    return this.#latest !== undefined && this.#latest > second && this.#latest < second + 1000
      ? this.#latest
      : second
  }
}
