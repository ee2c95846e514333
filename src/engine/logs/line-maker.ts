import {LineHead} from '../../core/redis/line-head.ts'
import {LineColumns} from './line-columns.ts'
import type {LineTaker} from './line-cutter.ts'
import {LineRegion} from './line-region.ts'
import type {LogSource} from './log-source.ts'

/** Which lines are wanted. */
export interface LineChoice {
  /** Whether the message is wanted. All are when undefined. */
  readonly matches?: ((message: string) => boolean) | undefined
  /** Whether a line is left out, judged by its bytes before anything is made of it. */
  readonly leavesOut?: ((head: LineHead) => boolean) | undefined
}

const carriageReturn = 13
/** Of a line of another file than a log. */
const starMark = 42

/** Finds out of the lines of one log, in their order, what a block tells of them. Raw lines get the time of the line they follow. */
export class LineMaker implements LineTaker {
  readonly #source: LogSource
  readonly #choice: LineChoice
  readonly #head = new LineHead()
  readonly #leftOutHead = new LineHead()
  #region: LineRegion
  #lines: LineColumns
  #piece: Buffer | undefined
  /** So many raw lines came before the first line that has a time: they get that. */
  #early = 0
  #latest: number | undefined
  /** The last line that was left out: its time is read when a raw line follows that needs it. */
  #leftOutFrom = -1
  #leftOutTo = -1

  constructor(source: LogSource, choice: LineChoice, latest?: number) {
    this.#source = source
    this.#choice = choice
    this.#latest = latest
    this.#region = new LineRegion(Buffer.alloc(0))
    this.#lines = new LineColumns(source, this.#region.bytes)
  }

  /** The lines that are told from now on are of this piece of a region. */
  begin(region: LineRegion, lines: LineColumns, piece: Buffer): void {
    this.#region = region
    this.#lines = lines
    this.#piece = piece
    region.clear()
    lines.begin(region.pieceFrom, region.pieceFrom + piece.length)
  }

  take(bytes: Buffer, from: number, to: number): void {
    const start = bytes === this.#piece ? this.#region.pieceFrom + from : this.#region.keep(bytes)
    this.#takeLine(start, start + to - from)
  }

  /** No more lines are told of this piece. */
  end(): void {
    this.#readLeftOut()
    if (this.#early > 0) this.#settle(Date.now())
    this.#piece = undefined
  }

  #takeLine(from: number, to: number): void {
    if (this.#source.parse !== undefined) {
      const line = this.#source.parse(this.#lines.textOf(from, to))
      if (line !== undefined) this.#push(line.at, from, to, 0, starMark)
      return
    }
    const head = this.#head
    const isLine = head.read(this.#region.bytes, from, to)
    if (this.#choice.leavesOut?.(head) === true) {
      if (!isLine) return
      if (this.#latest === undefined) this.#settle(head.at)
      else {
        this.#leftOutFrom = from
        this.#leftOutTo = to
      }
      return
    }
    this.#readLeftOut()
    const at = isLine ? head.at : Number.NaN
    if (Number.isNaN(at)) {
      this.#takeRaw(from, to)
      return
    }
    this.#settle(head.letterByte === 0 ? this.#refine(at) : at)
    this.#push(this.#latest ?? at, head.end, to, head.letterByte, head.markByte)
  }

  #push(at: number, from: number, to: number, letter: number, mark: number): void {
    const {matches} = this.#choice
    if (matches !== undefined && !matches(this.#lines.textOf(from, to))) return
    this.#lines.push(at, from, to, letter, mark)
  }

  #takeRaw(from: number, to: number): void {
    // The report of a crash holds INFO, whose lines end as those of the protocol do.
    const isProtocol = to > from && this.#region.bytes[to - 1] === carriageReturn
    this.#push(this.#latest ?? Number.NaN, from, isProtocol ? to - 1 : to, 0, 0)
    if (this.#latest === undefined) this.#early = this.#lines.count
  }

  /** From now on it is so late. */
  #settle(at: number): void {
    if (Number.isNaN(at)) return
    this.#latest = at
    if (this.#early === 0) return
    this.#lines.at.fill(at, 0, this.#early)
    this.#early = 0
  }

  #readLeftOut(): void {
    if (this.#leftOutFrom < 0) return
    const head = this.#leftOutHead
    head.read(this.#region.bytes, this.#leftOutFrom, this.#leftOutTo)
    this.#leftOutFrom = -1
    this.#settle(head.letterByte === 0 ? this.#refine(head.at) : head.at)
  }

  /** Lines of signal handlers have whole seconds only: later in that second, if the line before was. */
  #refine(second: number): number {
    return this.#latest !== undefined && this.#latest > second && this.#latest < second + 1000
      ? this.#latest
      : second
  }
}
