import {
  dayTailOffset,
  scanBytes,
  scanCapacity,
  scanCount,
  scanDayAt,
  scanDayHead,
  scanDayTail,
  scanLatest,
  scanLeftOut,
  scanLines,
  scanSieve,
} from '../../core/redis/lines/layout.ts'
import type {LineMemory} from '../../core/redis/lines/line-memory.ts'
import {type LineSieve, verdictCount} from '../../core/redis/lines/line-sieve.ts'
import type {FoundLines} from './found-lines.ts'

/** Finds the lines of one log that are of the usual kind, many at a time. */
export class LineScan {
  readonly #memory: LineMemory
  readonly #sieve: LineSieve | undefined
  readonly #place: number
  /** Whether a day has begun. */
  #isReady = false

  constructor(memory: LineMemory, sieve: LineSieve | undefined) {
    this.#memory = memory
    this.#sieve = sieve
    this.#place = memory.allocate(scanBytes)
    if (sieve === undefined) return
    const verdicts = memory.allocate(verdictCount)
    memory.bytes.set(sieve.verdicts, verdicts)
    memory.words[(this.#place + scanSieve) >>> 2] = verdicts
  }

  /** Lines of a day are found from now on: where a stamp of it stands, and when it began. */
  beginDay(stamp: number, dayAt: number): void {
    const {bytes, numbers} = this.#memory
    const place = this.#place
    bytes.copyWithin(place + scanDayHead, stamp, stamp + 8)
    bytes.copyWithin(place + scanDayTail, stamp + dayTailOffset, stamp + dayTailOffset + 8)
    numbers[(place + scanDayAt) >>> 3] = dayAt
    this.#isReady = true
  }

  /**
   * Finds lines in a part of the memory that ends with the end of a line, until one is of another kind.
   *
   * @returns where that begins, or `to`, and the time of the last line that was found, if there was one
   */
  find(
    found: FoundLines,
    from: number,
    to: number,
  ): {readonly reached: number; readonly latest: number | undefined} {
    if (!this.#isReady) return {reached: from, latest: undefined}
    this.#put(scanLeftOut, 0)
    let reached = from
    for (;;) {
      this.#put(scanLines, found.lines)
      this.#put(scanCount, found.count)
      this.#put(scanCapacity, found.capacity)
      reached = this.#memory.cut(this.#place, reached, to)
      found.count = this.#get(scanCount)
      if (reached === to || found.count < found.capacity) break
      found.grow()
    }
    this.#sieve?.noteLeftOut(this.#get(scanLeftOut))
    const latest = this.#memory.numbers[(this.#place + scanLatest) >>> 3] as number
    return {reached, latest: reached === from ? undefined : latest}
  }

  #put(at: number, value: number): void {
    this.#memory.words[(this.#place + at) >>> 2] = value
  }

  #get(at: number): number {
    return this.#memory.words[(this.#place + at) >>> 2] as number
  }
}
