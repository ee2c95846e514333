import {LineHead} from '../../core/redis/line-head.ts'
import {sentinelLetter, stampBytes, verdictLeaveOut, warningMark} from '../../core/redis/lines/layout.ts'
import type {LineMemory} from '../../core/redis/lines/line-memory.ts'
import {type LineSieve, verdictAt} from '../../core/redis/lines/line-sieve.ts'
import {
  endingOf,
  longestOtherHead,
  mayBeOtherHead,
  type OtherHead,
  readOtherHead,
  unescapeMessage,
} from '../../core/redis/other-heads.ts'
import type {FoundLines} from './found-lines.ts'
import type {LineTaker} from './line-cutter.ts'
import type {LineRegion} from './line-region.ts'
import {LineScan} from './line-scan.ts'
import type {LogSource} from './log-source.ts'

/** Which lines are wanted. */
export interface LineChoice {
  /** Whether the message is wanted. All are when undefined. */
  readonly matches?: ((message: string) => boolean) | undefined
  /** Which lines are left out before anything is made of them. */
  readonly sieve?: LineSieve | undefined
}

const carriageReturn = 13
/** Of a line of another file than a log. */
const starMark = 42

/** What lines are made of at the moment. */
interface Work {
  readonly region: LineRegion
  readonly found: FoundLines
  readonly piece: Buffer
}

/** Finds out of the lines of one log, in their order, what a block tells of them. Raw lines get the time of the line they follow. */
export class LineMaker implements LineTaker {
  readonly #source: LogSource
  readonly #choice: LineChoice
  readonly #memory: LineMemory
  readonly #scan: LineScan
  readonly #head = new LineHead()
  #work: Work | undefined
  /** So many raw lines came before the first line that has a time: they get that. */
  #early = 0
  #latest: number | undefined

  constructor(source: LogSource, memory: LineMemory, choice: LineChoice, latest?: number) {
    this.#source = source
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
    if (this.#source.parse !== undefined) return from
    const before = found.count
    const {reached, latest} = this.#scan.find(found, region.pieceFrom + from, region.pieceFrom + to)
    this.#latest = latest ?? this.#latest
    const {matches} = this.#choice
    if (matches !== undefined) found.filter(before, (line) => matches(found.messageOf(line)))
    return reached - region.pieceFrom
  }

  take(bytes: Buffer, from: number, to: number): void {
    const {region, piece} = this.#atWork()
    const start = bytes === piece ? region.pieceFrom + from : region.keep(bytes)
    this.#takeLine(start, start + to - from)
  }

  /** No more lines are told of this piece. */
  end(): void {
    if (this.#early > 0) this.#settle(Date.now())
    this.#work = undefined
  }

  #takeLine(from: number, to: number): void {
    const {found} = this.#atWork()
    if (this.#source.parse !== undefined) {
      const line = this.#source.parse(found.textOf(from, to))
      if (line !== undefined) this.#push(line.at, from, to, 0, starMark)
      return
    }
    const head = this.#head
    const isLine = head.read(this.#memory.bytes, from, to)
    const at = isLine ? head.at : Number.NaN
    const {sieve} = this.#choice
    if (Number.isNaN(at)) {
      const other = this.#readOther(from, to)
      if (other !== undefined) this.#takeOther(other, from, to)
      else if (sieve === undefined) this.#takeRaw(from, to)
      else sieve.noteLeftOut(1)
      return
    }
    if (head.letterByte === 0) this.#settle(this.#refine(at))
    else {
      this.#settle(at)
      this.#scan.beginDay(head.end - stampBytes, head.dayAt)
    }
    this.#pushUnlessLeftOut(this.#latest ?? at, head.end, to, head.letterByte, head.markByte)
  }

  /** The head of a line in one of the forms that Valkey writes on demand. */
  #readOther(from: number, to: number): OtherHead | undefined {
    const {bytes} = this.#memory
    if (!mayBeOtherHead(bytes[from])) return undefined
    const length = Math.min(to - from, longestOtherHead)
    return readOtherHead(Buffer.from(bytes.buffer, from, length).toString('latin1'))
  }

  #takeOther({at, roleLetter, mark, length, form}: OtherHead, start: number, end: number): void {
    const {bytes} = this.#memory
    const from = start + length
    const line = Buffer.from(bytes.buffer, from, end - from).toString()
    const ending = endingOf(form)
    let to = ending !== '' && line.endsWith(ending) ? end - ending.length : end
    const written = line.slice(0, line.length - (end - to))
    const message = unescapeMessage(written, form)
    if (message !== written) {
      // What has no escapes takes fewer bytes: it stands where it was written.
      to = from + Buffer.from(bytes.buffer).write(message, from)
      this.#atWork().found.forgetText()
    }
    this.#settle(at)
    this.#pushUnlessLeftOut(at, from, to, roleLetter.charCodeAt(0), mark.charCodeAt(0))
  }

  #pushUnlessLeftOut(at: number, from: number, to: number, letter: number, mark: number): void {
    const {sieve} = this.#choice
    if (sieve !== undefined && this.#leavesOut(sieve, {from, to, letter, mark})) sieve.noteLeftOut(1)
    else this.#push(at, from, to, letter, mark)
  }

  #leavesOut(
    {verdicts}: LineSieve,
    {from, to, letter, mark}: {readonly from: number; to: number; letter: number; mark: number},
  ): boolean {
    const writer = letter === sentinelLetter ? 'sentinel' : 'redis'
    const number = this.#memory.recognise(from, to, writer)
    return number === undefined
      ? mark !== warningMark
      : verdicts[verdictAt(writer, number)] === verdictLeaveOut
  }

  #push(at: number, from: number, to: number, letter: number, mark: number): void {
    const {found} = this.#atWork()
    const {matches} = this.#choice
    if (matches !== undefined && !matches(found.textOf(from, to))) return
    found.push(at, from, to, letter, mark)
  }

  #takeRaw(from: number, to: number): void {
    // The report of a crash holds INFO, whose lines end as those of the protocol do.
    const isProtocol = to > from && this.#memory.bytes[to - 1] === carriageReturn
    this.#push(this.#latest ?? Number.NaN, from, isProtocol ? to - 1 : to, 0, 0)
    if (this.#latest === undefined) this.#early = this.#atWork().found.count
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
