import {type FileHandle, stat} from 'node:fs/promises'
import type {LogRecord} from '../../core/redis/log-record.ts'
import {findEndOfLines, findTail, findTimeBefore} from './find-tail.ts'
import {findTime} from './find-time.ts'
import {LineCutter} from './line-cutter.ts'
import type {LogSource} from './log-source.ts'
import {openLog} from './open-log.ts'
import {type RecordChoice, RecordMaker} from './record-maker.ts'

/** So much becomes records at a time, for each log: the less, the less memory. */
const pieceBytes = 32 * 1024
/** So much is read at a time: the more, the less time is spent on waiting for it. */
const readBytes = 8 * pieceBytes
/** So many bytes before the place of reading tell a file from another one: lines have times. */
const rememberedBytes = 64

export interface SourceReaderOptions extends RecordChoice {
  /** Begin with the last so many matching lines; with all when undefined. */
  readonly tail: number | undefined
  /** Begin with the first line at or after this moment. */
  readonly sinceMs: number | undefined
  /** Whether more is expected: else reading ends where the file ended when it was opened. */
  readonly follow: boolean
  readonly signal: AbortSignal | undefined
}

export interface Piece {
  readonly records: readonly LogRecord[]
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
  readonly #buffer = Buffer.allocUnsafe(readBytes)
  readonly #cutter = new LineCutter()
  readonly #maker: RecordMaker
  readonly #end: number
  #file: FileHandle | undefined
  #offset: number
  #last: Buffer = Buffer.alloc(0)
  /** What was read already, and is not told yet. */
  #ahead: Buffer = Buffer.alloc(0)

  /** How many matching lines the log had when it was opened, up to `tail`. */
  readonly matched: number

  private constructor(
    source: LogSource,
    {follow, matches, leavesOut}: SourceReaderOptions,
    {file, offset, end, at, matched}: Start,
  ) {
    this.#source = source
    this.#follow = follow
    this.#maker = new RecordMaker(source, {matches, leavesOut}, at)
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

  async read(): Promise<Piece> {
    if (this.#file === undefined) {
      if (this.#follow) this.#file = await openLog(this.#source.path)
      if (this.#file === undefined) return {records: [], isAtEnd: true}
    }
    return this.#follow ? this.#readOn(this.#file) : this.#readToEnd(this.#file)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  async #readToEnd(file: FileHandle): Promise<Piece> {
    if (this.#ahead.length === 0) {
      const wanted = Math.min(readBytes, this.#end - this.#offset)
      const {bytesRead} = await file.read(this.#buffer, 0, wanted, this.#offset)
      if (bytesRead === 0) return {records: this.#flush(), isAtEnd: true}
      this.#ahead = this.#buffer.subarray(0, bytesRead)
    }
    const piece = this.#ahead.subarray(0, pieceBytes)
    this.#ahead = this.#ahead.subarray(pieceBytes)
    return {records: this.#cut(piece), isAtEnd: false}
  }

  /** Reads the bytes before once more: are they still there, or was the file truncated and written anew? */
  async #readOn(file: FileHandle): Promise<Piece> {
    const known = this.#last.length
    const {bytesRead} = await file.read(this.#buffer, 0, pieceBytes, this.#offset - known)
    if (!this.#buffer.subarray(0, Math.min(known, bytesRead)).equals(this.#last)) return this.#beginAgain()
    if (bytesRead === known) return this.#lookForAnother(file)
    const piece = this.#buffer.subarray(known, bytesRead)
    this.#last = Buffer.from(this.#buffer.subarray(Math.max(0, bytesRead - rememberedBytes), bytesRead))
    return {records: this.#cut(piece), isAtEnd: bytesRead < pieceBytes}
  }

  /** At the end of a followed file: is there another file under its path? */
  async #lookForAnother(file: FileHandle): Promise<Piece> {
    const [own, named] = await Promise.all([file.stat(), stat(this.#source.path).catch(() => undefined)])
    if (named === undefined || (named.ino === own.ino && named.dev === own.dev)) {
      return {records: [], isAtEnd: true}
    }
    // A last line may have been written between the last read and the rotation.
    if (own.size > this.#offset) return {records: [], isAtEnd: false}
    await file.close()
    this.#file = undefined
    return this.#beginAgain()
  }

  #beginAgain(): Piece {
    this.#offset = 0
    this.#last = Buffer.alloc(0)
    return {records: this.#flush(), isAtEnd: false}
  }

  #cut(piece: Buffer): LogRecord[] {
    this.#offset += piece.length
    this.#maker.begin(piece)
    this.#cutter.push(piece, this.#maker)
    return this.#maker.release()
  }

  #flush(): LogRecord[] {
    this.#cutter.flush(this.#maker)
    return this.#maker.release()
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
