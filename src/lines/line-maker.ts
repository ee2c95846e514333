import type {FoundLines} from './found-lines.ts'
import {letterByteOf, markByteOf} from './line-codes.ts'
import type {LineTaker} from './line-cutter.ts'
import {type FormedLine, type LineForm, readLine, redisForms} from './line-forms.ts'
import type {LineMemory} from './line-memory.ts'
import type {LineRegion} from './line-region.ts'
import {LineScan} from './line-scan.ts'
import type {LineSieve} from './line-sieve.ts'

/** How the lines of a log are read, and which are wanted. */
export interface LineChoice {
  /** The forms that its lines may have; those of Redis and Valkey when undefined. */
  readonly forms?: readonly LineForm[] | undefined
  /** Whether the message is wanted. All are when undefined. */
  readonly matches?: ((message: string) => boolean) | undefined
  /** Which lines are left out before anything is made of them. */
  readonly sieve?: LineSieve | undefined
}

const carriageReturn = 13

/** What lines are made of at the moment. */
interface Work {
  readonly region: LineRegion
  readonly found: FoundLines
  readonly piece: Buffer
}

/**
 * Finds out of the lines of one log, in their order, what a block tells of them. Raw lines get the time of the line they
 * follow.
 */
export class LineMaker implements LineTaker {
  readonly #choice: LineChoice
  readonly #memory: LineMemory
  readonly #scan: LineScan
  #work: Work | undefined
  /** So many raw lines came before the first line that has a time: they get that. */
  #early = 0
  #latest: number | undefined

  /** @param latest the time of the line before the first, if there is one */
  constructor(memory: LineMemory, choice: LineChoice, latest?: number) {
    this.#memory = memory
    this.#choice = choice
    this.#scan = new LineScan(memory, choice.sieve)
    this.#latest = latest
  }

  /** The lines that are told from now on are of this piece of a region. */
  begin(region: LineRegion, found: FoundLines, piece: Buffer): void {
    this.#work = {region, found, piece}
    region.begin(piece)
    found.begin(region.pieceFrom, region.pieceFrom + piece.length)
  }

  takeMany(from: number, to: number): number {
    const {region, found} = this.#atWork()
    // The first line that has a time was taken by itself, before anything is found: raw lines may have waited for it.
    if (this.#choice.forms !== undefined) return from
    const before = found.count
    const {reached, latest} = this.#scan.find(found, region.pieceFrom + from, region.pieceFrom + to)
    this.#latest = latest ?? this.#latest
    this.#dropUnmatched(before)
    return reached - region.pieceFrom
  }

  take(bytes: Buffer, from: number, to: number): void {
    const {region, piece} = this.#atWork()
    const start = bytes === piece ? region.pieceFrom + from : region.keep(bytes)
    const end = start + to - from
    const line = this.#memory.bytes.toString('latin1', start, end)
    const formed = readLine(line, this.#choice.forms ?? redisForms)
    if (formed === undefined) this.#takeRaw(start, end)
    else this.#takeFormed(formed, start)
  }

  /**
   * No more lines are told of this piece.
   *
   * @param now the time of raw lines where no line had a time, in milliseconds since 1970
   */
  end(now: number): void {
    if (this.#early > 0) this.#settle(now)
    this.#work = undefined
  }

  #takeFormed(formed: FormedLine, start: number): void {
    const {at, roleLetter, level, stamp} = formed
    this.#settle(roleLetter === undefined ? this.#refine(at) : at)
    // Where lines have other forms, something may stand before the usual one.
    if (stamp !== undefined && this.#choice.forms === undefined)
      this.#scan.beginDay(start + stamp.from, stamp.dayAt)
    const from = start + formed.from
    const to = this.#unescape(formed, start)
    this.#push(this.#latest ?? at, from, to, letterByteOf(roleLetter), markByteOf(level))
  }

  /** Writes a message where it stands as it was before it was written. @returns where it ends */
  #unescape({from, to, unescaped}: FormedLine, start: number): number {
    if (unescaped === undefined) return start + to
    const written = this.#memory.bytes.toString('utf8', start + from, start + to)
    const message = Buffer.from(unescaped(written))
    // A message that was broken elsewhere may have become longer: then it is shown as it stands.
    if (message.length >= to - from) return start + to
    this.#memory.bytes.set(message, start + from)
    this.#atWork().found.forgetText()
    return start + from + message.length
  }

  #takeRaw(from: number, to: number): void {
    // The report of a crash holds INFO, whose lines end as those of the protocol do.
    const isProtocol = to > from && this.#memory.bytes[to - 1] === carriageReturn
    this.#push(this.#latest ?? Number.NaN, from, isProtocol ? to - 1 : to, 0, 0)
    if (this.#latest === undefined) this.#early = this.#atWork().found.count
  }

  #push(at: number, from: number, to: number, letter: number, mark: number): void {
    const {found} = this.#atWork()
    const before = found.count
    this.#scan.take(found, at, from, to, letter, mark)
    this.#dropUnmatched(before)
  }

  /** @param from the first line that was not asked about */
  #dropUnmatched(from: number): void {
    const {found} = this.#atWork()
    const {matches} = this.#choice
    if (matches !== undefined) found.filter(from, (line) => matches(found.messageOf(line)))
  }

  /** From now on it is so late. */
  #settle(at: number): void {
    if (Number.isNaN(at)) return
    this.#latest = at
    if (this.#early === 0) return
    this.#atWork().found.setTimes(this.#early, at)
    this.#early = 0
  }

  /** Lines of signal handlers have whole seconds only: later in that second, if the line before was. */
  #refine(second: number): number {
    return this.#latest !== undefined && this.#latest > second && this.#latest < second + 1000
      ? this.#latest
      : second
  }

  #atWork(): Work {
    if (this.#work === undefined) throw new Error('A line was told before its piece.')
    return this.#work
  }
}
