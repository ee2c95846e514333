import {isAscii} from 'node:buffer'
import {LineHead} from '../../core/redis/line-head.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import type {LineTaker} from './line-cutter.ts'
import type {LogSource} from './log-source.ts'

/** Which lines become records. */
export interface RecordChoice {
  /** Whether the message is wanted. All are when undefined. */
  readonly matches?: ((message: string) => boolean) | undefined
  /** Whether a line is left out, judged by its bytes before anything is made of it. */
  readonly leavesOut?: ((head: LineHead) => boolean) | undefined
}

type Content = Pick<LogRecord, 'roleLetter' | 'level' | 'message'>

const carriageReturn = 13

/** Turns the lines of one log, in their order, into records. Raw lines get the time of the line they follow. */
export class RecordMaker implements LineTaker {
  readonly #source: LogSource
  readonly #choice: RecordChoice
  readonly #head = new LineHead()
  #records: LogRecord[] = []
  /** Raw lines before the first line that has a time: they get that. */
  #early: string[] = []
  #latest: number | undefined
  /** The last line that was left out: its time is read when a raw line follows that needs it. */
  #leftOut: {readonly bytes: Buffer; readonly from: number; readonly to: number} | undefined
  /** The piece that is being cut, as text, where that is worth it. */
  #piece: Buffer | undefined
  #text = ''

  constructor(source: LogSource, choice: RecordChoice, latest?: number) {
    this.#source = source
    this.#choice = choice
    this.#latest = latest
  }

  /** Before the lines of a piece are told. If all of them are wanted it is faster to read its text at once. */
  begin(piece: Buffer): void {
    const isWanted = this.#choice.leavesOut === undefined && isAscii(piece)
    this.#piece = isWanted ? piece : undefined
    this.#text = isWanted ? piece.toString('latin1') : ''
  }

  take(bytes: Buffer, from: number, to: number): void {
    if (this.#source.parse !== undefined) {
      const line = this.#source.parse(this.#textOf(bytes, from, to))
      if (line !== undefined) this.#add(line.at, line)
      return
    }
    const head = this.#head
    const isLine = head.read(bytes, from, to)
    if (this.#choice.leavesOut?.(head) === true) {
      if (!isLine) return
      if (this.#latest === undefined) this.#settle(head.at)
      else this.#leftOut = {bytes, from, to}
      return
    }
    this.#readLeftOut()
    const at = isLine ? head.at : Number.NaN
    if (Number.isNaN(at)) {
      this.#takeRaw(bytes, from, to)
      return
    }
    const {roleLetter, level} = head
    this.#settle(roleLetter === undefined ? this.#refine(at) : at)
    this.#add(this.#latest ?? at, {roleLetter, level, message: this.#textOf(bytes, head.end, to)})
  }

  /** The records of the lines since the last time. */
  release(): LogRecord[] {
    this.#readLeftOut()
    if (this.#early.length > 0) this.#settle(Date.now())
    const records = this.#records
    this.#records = []
    this.#piece = undefined
    return records
  }

  #add(at: number, {roleLetter, level, message}: Content): void {
    const {matches} = this.#choice
    if (matches !== undefined && !matches(message)) return
    const {instance, index} = this.#source
    this.#records.push({at, instance, index, roleLetter, level, message})
  }

  #takeRaw(bytes: Buffer, from: number, to: number): void {
    // The report of a crash holds INFO, whose lines end as those of the protocol do.
    const isProtocol = to > from && bytes[to - 1] === carriageReturn
    const message = this.#textOf(bytes, from, isProtocol ? to - 1 : to)
    if (this.#latest === undefined) this.#early.push(message)
    else this.#add(this.#latest, {roleLetter: undefined, level: 'raw', message})
  }

  /** From now on it is so late. */
  #settle(at: number): void {
    if (Number.isNaN(at)) return
    this.#latest = at
    for (const message of this.#early) this.#add(at, {roleLetter: undefined, level: 'raw', message})
    this.#early = []
  }

  #readLeftOut(): void {
    if (this.#leftOut === undefined) return
    const {bytes, from, to} = this.#leftOut
    this.#leftOut = undefined
    const head = new LineHead()
    head.read(bytes, from, to)
    this.#settle(head.roleLetter === undefined ? this.#refine(head.at) : head.at)
  }

  /** Lines of signal handlers have whole seconds only: later in that second, if the line before was. */
  #refine(second: number): number {
    return this.#latest !== undefined && this.#latest > second && this.#latest < second + 1000
      ? this.#latest
      : second
  }

  #textOf(bytes: Buffer, from: number, to: number): string {
    return bytes === this.#piece ? this.#text.slice(from, to) : bytes.toString('utf8', from, to)
  }
}
