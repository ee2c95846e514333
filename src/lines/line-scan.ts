import type {FoundLines} from './found-lines.ts'
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
} from './layout.ts'
import type {LineMemory} from './line-memory.ts'
import type {LineSieve} from './line-sieve.ts'

/** Finds the lines of one log: those in the usual form many at a time, others one by one. */
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
    const verdicts = memory.allocate(sieve.verdicts.length)
    memory.bytes.set(sieve.verdicts, verdicts)
    memory.words[(this.#place + scanSieve) >>> 2] = verdicts
  }

  /** Lines of a day are found from now on: where a stamp of it stands, and when it began. */
  beginDay(stamp: number, dayAt: number): void {
    const {bytes, numbers} = this.#memory
    const place = this.#place
    for (const [part, from] of [
      [scanDayHead, stamp - 1],
      [scanDayTail, stamp - 1 + dayTailOffset],
    ] as const)
      bytes.copyWithin(place + part, from, from + 8)
    numbers[(place + scanDayAt) >>> 3] = dayAt
    this.#isReady = true
  }

  /**
   * Finds lines in a part of the memory that ends with the end of a line, until one is of another form.
   *
   * @returns where that begins, or `to`, and the time of the last line that was found, if there was one
   */
  find(
    found: FoundLines,
    from: number,
    to: number,
  ): {readonly reached: number; readonly latest: number | undefined} {
    if (!this.#isReady) return {reached: from, latest: undefined}
    let reached = from
    for (;;) {
      this.#hand(found)
      reached = this.#memory.functions.cut(this.#place, reached, to) >>> 0
      this.#takeBack(found)
      if (reached === to || found.count < found.capacity) break
      found.grow()
    }
    const latest = this.#memory.numbers[(this.#place + scanLatest) >>> 3] as number
    return {reached, latest: reached === from ? undefined : latest}
  }

  /** Takes one line whose head was read elsewhere. @param from where its message begins */
  take(found: FoundLines, at: number, from: number, to: number, letter: number, mark: number): void {
    if (found.count === found.capacity) found.grow()
    this.#hand(found)
    this.#memory.functions.take(this.#place, at, from, to, letter, mark)
    this.#takeBack(found)
  }

  #hand(found: FoundLines): void {
    this.#put(scanLines, found.lines)
    this.#put(scanCount, found.count)
    this.#put(scanCapacity, found.capacity)
    this.#put(scanLeftOut, 0)
  }

  #takeBack(found: FoundLines): void {
    found.count = this.#get(scanCount)
    this.#sieve?.noteLeftOut(this.#get(scanLeftOut))
  }

  #put(at: number, value: number): void {
    this.#memory.words[(this.#place + at) >>> 2] = value
  }

  #get(at: number): number {
    return this.#memory.words[(this.#place + at) >>> 2] as number
  }
}
