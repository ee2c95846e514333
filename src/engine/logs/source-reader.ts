import {readSync} from 'node:fs'
import {type FileHandle, stat} from 'node:fs/promises'
import type {LineBlock} from '../../core/redis/line-block.ts'
import {findEndOfLines, findTail, findTimeBefore} from './find-tail.ts'
import {findTime} from './find-time.ts'
import {LineColumns} from './line-columns.ts'
import {LineCutter} from './line-cutter.ts'
import {type LineChoice, LineMaker} from './line-maker.ts'
import {LineRegion, pieceBytes} from './line-region.ts'
import type {LogSource} from './log-source.ts'
import {openLog} from './open-log.ts'

/** So many bytes before the place of reading tell a file from another one: lines have times. */
const rememberedBytes = 64

export interface SourceReaderOptions extends LineChoice {
  /** Begin with the last so many matching lines; with all when undefined. */
  readonly tail: number | undefined
  /** Begin with the first line at or after this moment. */
  readonly sinceMs: number | undefined
  /** Whether more is expected: else reading ends where the file ended when it was opened. */
  readonly follow: boolean
  readonly signal: AbortSignal | undefined
  /** Where to read to, if that matters. */
  readonly region?: LineRegion | undefined
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
  /** Where pieces are read to, and what is found in them. */
  #region: LineRegion
  #lines: LineColumns
  #file: FileHandle | undefined
  #offset: number
  #last: Buffer = Buffer.alloc(0)

  /** How many matching lines the log had when it was opened, up to `tail`. */
  readonly matched: number

  private constructor(
    source: LogSource,
    {follow, matches, leavesOut, region = new LineRegion()}: SourceReaderOptions,
    {file, offset, end, at, matched}: Start,
  ) {
    this.#source = source
    this.#follow = follow
    this.#maker = new LineMaker(source, {matches, leavesOut}, at)
    this.#region = region
    this.#lines = new LineColumns(source, region.bytes)
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

  /** @param isFree whether the lines that were read before are needed no more */
  async read(isFree: boolean): Promise<Piece> {
    if (this.#file === undefined) {
      if (this.#follow) this.#file = await openLog(this.#source.path)
      if (this.#file === undefined) return {block: undefined, isAtEnd: true}
    }
    if (!this.#follow) return this.#readToEnd(this.#file)
    if (!isFree) {
      this.#region = new LineRegion()
      this.#lines = new LineColumns(this.#source, this.#region.bytes)
    }
    return this.#readOn(this.#file)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  #readToEnd({fd}: FileHandle): Piece {
    const {bytes, pieceFrom} = this.#region
    const wanted = Math.min(pieceBytes, this.#end - this.#offset)
    // A file at rest is read at once: that takes less time than to hand it to another thread and to wait.
    const bytesRead = wanted <= 0 ? 0 : readSync(fd, bytes, pieceFrom, wanted, this.#offset)
    if (bytesRead === 0) return {block: this.#flush(), isAtEnd: true}
    this.#offset += bytesRead
    return {block: this.#cut(bytesRead), isAtEnd: false}
  }

  /** Reads the bytes before once more: are they still there, or was the file truncated and written anew? */
  async #readOn(file: FileHandle): Promise<Piece> {
    const known = this.#last.length
    const {bytes, pieceFrom} = this.#region
    // What is known already stands before the piece for a moment.
    const from = pieceFrom - known
    const {bytesRead} = await file.read(bytes, from, pieceBytes, this.#offset - known)
    const read = bytes.subarray(from, from + bytesRead)
    if (!read.subarray(0, known).equals(this.#last)) return this.#beginAgain()
    if (bytesRead === known) return this.#lookForAnother(file)
    this.#offset += bytesRead - known
    this.#last = Buffer.from(read.subarray(Math.max(0, bytesRead - rememberedBytes)))
    return {block: this.#cut(bytesRead - known), isAtEnd: bytesRead < pieceBytes}
  }

  /** At the end of a followed file: is there another file under its path? */
  async #lookForAnother(file: FileHandle): Promise<Piece> {
    const [own, named] = await Promise.all([file.stat(), stat(this.#source.path).catch(() => undefined)])
    if (named === undefined || (named.ino === own.ino && named.dev === own.dev)) {
      return {block: undefined, isAtEnd: true}
    }
    // A last line may have been written between the last read and the rotation.
    if (own.size > this.#offset) return {block: undefined, isAtEnd: false}
    await file.close()
    this.#file = undefined
    return this.#beginAgain()
  }

  #beginAgain(): Piece {
    this.#offset = 0
    this.#last = Buffer.alloc(0)
    return {block: this.#flush(), isAtEnd: false}
  }

  #cut(bytesRead: number): LineBlock {
    const {bytes, pieceFrom} = this.#region
    const piece = bytes.subarray(pieceFrom, pieceFrom + bytesRead)
    this.#maker.begin(this.#region, this.#lines, piece)
    this.#cutter.push(piece, this.#maker)
    this.#maker.end()
    return this.#lines
  }

  /** The last line, which has no end. */
  #flush(): LineBlock | undefined {
    if (this.#cutter.isEmpty) return undefined
    this.#maker.begin(this.#region, this.#lines, Buffer.alloc(0))
    this.#cutter.flush(this.#maker)
    this.#maker.end()
    return this.#lines
  }
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
  {parse}: LogSource,
  {tail, sinceMs, matches = () => true, follow, signal}: SourceReaderOptions,
): Promise<Start> {
  if (file === undefined) return {file, offset: 0, end: 0, at: undefined, matched: 0}
  const {size} = await file.stat()
  // A line that is still being written counts once it is complete; if nobody waits for that, as it is.
  const end = follow ? await findEndOfLines(file, size) : size
  const from = sinceMs === undefined || parse !== undefined ? 0 : await findTime(file, end, sinceMs)
  if (tail === undefined) return {file, offset: from, end, at: undefined, matched: 0}
  const {offset, matched} = await findTail(file, {from, end, count: tail, matches, signal})
  const at = offset === from ? undefined : await findTimeBefore(file, offset)
  return {file, offset, end, at, matched}
}
