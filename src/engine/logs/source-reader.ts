import {type FileHandle, stat} from 'node:fs/promises'
import type {LogRecord} from '../../core/redis/log-record.ts'
import {findEndOfLines, findTail, findTimeBefore} from './find-tail.ts'
import {findTime} from './find-time.ts'
import {LineCutter} from './line-cutter.ts'
import type {LogSource} from './log-source.ts'
import {openLog} from './open-log.ts'
import {RecordMaker} from './record-maker.ts'

const pieceBytes = 256 * 1024

export interface SourceReaderOptions {
  /** Begin with the last so many matching lines; with all when undefined. */
  readonly tail: number | undefined
  /** Begin with the first line at or after this moment. */
  readonly sinceMs: number | undefined
  readonly matches: (message: string) => boolean
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
 * same path) and a file that is not there yet. A file that is truncated and grows beyond its former length between two
 * looks cannot be told from one that only grew.
 */
export class SourceReader implements AsyncDisposable {
  readonly #source: LogSource
  readonly #follow: boolean
  readonly #buffer = Buffer.allocUnsafe(pieceBytes)
  readonly #cutter = new LineCutter()
  readonly #maker: RecordMaker
  readonly #end: number
  #file: FileHandle | undefined
  #offset: number

  /** How many matching lines the log had when it was opened, up to `tail`. */
  readonly matched: number

  private constructor(
    source: LogSource,
    {follow, matches}: SourceReaderOptions,
    {file, offset, end, at, matched}: Start,
  ) {
    this.#source = source
    this.#follow = follow
    this.#maker = new RecordMaker(source, matches, at)
    this.#end = end
    this.#file = file
    this.#offset = offset
    this.matched = matched
  }

  /** Opens the log and finds where to begin. */
  static async open(source: LogSource, options: SourceReaderOptions): Promise<SourceReader> {
    const file = await openLog(source.path)
    try {
      return new SourceReader(source, options, await findStart(file, options))
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
    const wanted = this.#follow ? pieceBytes : Math.min(pieceBytes, this.#end - this.#offset)
    const {bytesRead} = await this.#file.read(this.#buffer, 0, wanted, this.#offset)
    this.#offset += bytesRead
    if (bytesRead > 0) {
      const lines = this.#cutter.push(this.#buffer.subarray(0, bytesRead))
      return {records: this.#maker.make(lines), isAtEnd: this.#follow && bytesRead < pieceBytes}
    }
    if (this.#follow) return this.#lookAgain(this.#file)
    return {records: this.#flush(), isAtEnd: true}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  /** At the end of a followed file: is it still the same file, and as long as it was? */
  async #lookAgain(file: FileHandle): Promise<Piece> {
    const [own, named] = await Promise.all([file.stat(), stat(this.#source.path).catch(() => undefined)])
    if (named !== undefined && (named.ino !== own.ino || named.dev !== own.dev)) {
      // A last line may have been written between the last read and the rotation.
      if (own.size > this.#offset) return {records: [], isAtEnd: false}
      await file.close()
      this.#file = undefined
      return this.#beginAgain()
    }
    return own.size < this.#offset ? this.#beginAgain() : {records: [], isAtEnd: true}
  }

  #beginAgain(): Piece {
    this.#offset = 0
    return {records: this.#flush(), isAtEnd: false}
  }

  #flush(): LogRecord[] {
    return this.#maker.make(this.#cutter.flush())
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
  {tail, sinceMs, matches, follow, signal}: SourceReaderOptions,
): Promise<Start> {
  if (file === undefined) return {file, offset: 0, end: 0, at: undefined, matched: 0}
  const {size} = await file.stat()
  // A line that is still being written counts once it is complete; if nobody waits for that, as it is.
  const end = follow ? await findEndOfLines(file, size) : size
  const from = sinceMs === undefined ? 0 : await findTime(file, end, sinceMs)
  if (tail === undefined) return {file, offset: from, end, at: undefined, matched: 0}
  const {offset, matched} = await findTail(file, {from, end, count: tail, matches, signal})
  const at = offset === from ? undefined : await findTimeBefore(file, offset)
  return {file, offset, end, at, matched}
}
