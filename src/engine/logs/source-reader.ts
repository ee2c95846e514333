import {readSync} from 'node:fs'
import {type FileHandle, stat} from 'node:fs/promises'
import {FoundLines} from '../../lines/found-lines.ts'
import type {LineBlock} from '../../lines/line-block.ts'
import {LineCutter} from '../../lines/line-cutter.ts'
import {type LineChoice, LineMaker} from '../../lines/line-maker.ts'
import type {LineMemory} from '../../lines/line-memory.ts'
import {LineRegion, pieceBytes} from '../../lines/line-region.ts'
import {openLog} from '../files/open-log.ts'
import {findEndOfLines, findTail, findTimeBefore} from './find-tail.ts'
import {findTime} from './find-time.ts'
import type {LogSource} from './log-source.ts'

/** So many bytes before the place of reading tell a file from another one: lines have times. */
const rememberedBytes = 64

export interface SourceReaderOptions extends Omit<LineChoice, 'forms'> {
  /** Begin with the last so many matching lines; with all when undefined. */
  readonly tail: number | undefined
  /** Begin with the first line at or after this moment. */
  readonly sinceMs: number | undefined
  /** End with the last line at or before this moment; not where more is expected. */
  readonly untilMs: number | undefined
  /** Whether more is expected: else reading ends where the file ended when it was opened. */
  readonly follow: boolean
  readonly signal: AbortSignal | undefined
  /** Where to read to. */
  readonly memory: LineMemory
}

export interface Piece {
  /** The lines of the piece, if there are any. */
  readonly block: LineBlock | undefined
  /** Whether the log has nothing more: for good, or, when it is followed, for now. */
  readonly isAtEnd: boolean
}

/**
 * Reads the log of one instance piece by piece. Followed, it goes on through truncation, rotation (another file under the
 * same path) and a file that is not there yet.
 */
export class SourceReader implements AsyncDisposable {
  readonly #source: LogSource
  readonly #follow: boolean
  readonly #cutter = new LineCutter()
  readonly #maker: LineMaker
  readonly #end: number
  readonly #memory: LineMemory
  readonly #places: Place[] = []
  /** Where a log is read to at first. Not to the memory: that may grow, and so move, while lines are found. */
  readonly #arrivals = Buffer.allocUnsafeSlow(rememberedBytes + pieceBytes)
  #file: FileHandle | undefined
  #offset: number
  #last: Buffer = Buffer.alloc(0)

  /** How many matching lines the log had when it was opened, up to `tail`. */
  readonly matched: number

  private constructor(
    source: LogSource,
    {follow, matches, sieve, memory}: SourceReaderOptions,
    {file, offset, end, at, matched}: Start,
  ) {
    this.#source = source
    this.#follow = follow
    this.#memory = memory
    this.#maker = new LineMaker(memory, {forms: source.forms, matches, sieve}, at)
    this.#end = end
    this.#file = file
    this.#offset = offset
    this.matched = matched
  }

  /** Opens the log and finds where to begin. */
  static async open(source: LogSource, options: SourceReaderOptions): Promise<SourceReader> {
    const file = await openLog(source.path)
    try {
      return new SourceReader(source, options, await findStart(file, source, options))
    } catch (error) {
      await file?.close()
      throw error
    }
  }

  /** @param waiting the blocks that were read before and are still needed */
  async read(waiting: readonly LineBlock[]): Promise<Piece> {
    if (this.#file === undefined) {
      if (this.#follow) this.#file = await openLog(this.#source.path)
      if (this.#file === undefined) return {block: undefined, isAtEnd: true}
    }
    return this.#follow ? this.#readOn(this.#file, waiting) : this.#readToEnd(this.#file, waiting)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  #readToEnd({fd}: FileHandle, waiting: readonly LineBlock[]): Piece {
    const place = this.#freePlace(waiting)
    const wanted = Math.min(pieceBytes, this.#end - this.#offset)
    // A file at rest is read at once: that takes less time than to hand it to another thread and to wait.
    const bytesRead = wanted <= 0 ? 0 : readSync(fd, this.#arrivals, 0, wanted, this.#offset)
    if (bytesRead === 0) return {block: this.#flush(place), isAtEnd: true}
    this.#offset += bytesRead
    return {block: this.#cut(place, this.#arrivals.subarray(0, bytesRead)), isAtEnd: false}
  }

  /** Reads the bytes before once more: are they still there, or was the file truncated and written again? */
  async #readOn(file: FileHandle, waiting: readonly LineBlock[]): Promise<Piece> {
    const known = this.#last.length
    const {bytesRead, buffer} = await file.read(this.#arrivals, 0, known + pieceBytes, this.#offset - known)
    const read = buffer.subarray(0, bytesRead)
    const place = this.#freePlace(waiting)
    if (!read.subarray(0, known).equals(this.#last)) return this.#beginAgain(place)
    if (bytesRead === known) return this.#lookForAnother(file, place)
    this.#offset += bytesRead - known
    this.#last = Buffer.from(read.subarray(Math.max(0, bytesRead - rememberedBytes)))
    return {block: this.#cut(place, read.subarray(known)), isAtEnd: bytesRead < known + pieceBytes}
  }

  /** At the end of a followed file: is there another file under its path? */
  async #lookForAnother(file: FileHandle, place: Place): Promise<Piece> {
    const [own, named] = await Promise.all([file.stat(), stat(this.#source.path).catch(() => undefined)])
    if (named === undefined || (named.ino === own.ino && named.dev === own.dev)) {
      return {block: undefined, isAtEnd: true}
    }
    // A last line may have been written between the last read and the rotation.
    if (own.size > this.#offset) return {block: undefined, isAtEnd: false}
    await file.close()
    this.#file = undefined
    return this.#beginAgain(place)
  }

  #beginAgain(place: Place): Piece {
    this.#offset = 0
    this.#last = Buffer.alloc(0)
    return {block: this.#flush(place), isAtEnd: false}
  }

  #cut({region, found}: Place, piece: Buffer): LineBlock {
    this.#maker.begin(region, found, piece)
    this.#cutter.push(piece, this.#maker)
    this.#maker.end(Date.now())
    return found
  }

  /** The last line, which has no end. */
  #flush({region, found}: Place): LineBlock | undefined {
    if (this.#cutter.isEmpty) return undefined
    this.#maker.begin(region, found, Buffer.alloc(0))
    this.#cutter.flush(this.#maker)
    this.#maker.end(Date.now())
    return found
  }

  /** A place whose lines are needed no more, or a new one. */
  #freePlace(waiting: readonly LineBlock[]): Place {
    const free = this.#places.find(({found}) => !waiting.includes(found))
    if (free !== undefined) return free
    const place = {region: new LineRegion(this.#memory), found: new FoundLines(this.#source, this.#memory)}
    this.#places.push(place)
    return place
  }
}

/** Where a piece is read to, and what is found in it. */
interface Place {
  readonly region: LineRegion
  readonly found: FoundLines
}

interface Start {
  readonly file: FileHandle | undefined
  readonly offset: number
  readonly end: number
  /** The time of the line before, for raw lines. */
  readonly at: number | undefined
  readonly matched: number
}

async function findStart(
  file: FileHandle | undefined,
  {forms}: LogSource,
  {tail, sinceMs, untilMs, matches = () => true, follow, signal}: SourceReaderOptions,
): Promise<Start> {
  if (file === undefined) return {file, offset: 0, end: 0, at: undefined, matched: 0}
  const {size} = await file.stat()
  // A line that is still being written counts once it is complete; if nobody waits for that, as it is.
  const all = follow ? await findEndOfLines(file, size) : size
  const end = untilMs === undefined || forms !== undefined ? all : await findTime(file, all, untilMs + 1)
  const from = sinceMs === undefined || forms !== undefined ? 0 : await findTime(file, end, sinceMs)
  if (tail === undefined) return {file, offset: from, end, at: undefined, matched: 0}
  const {offset, matched} = await findTail(file, {from, end, count: tail, matches, signal})
  const at = offset === from ? undefined : await findTimeBefore(file, offset)
  return {file, offset, end, at, matched}
}
