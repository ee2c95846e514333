import type {Entry} from '../core/redis/catalogue/entry.ts'
import type {InstanceKind} from '../core/words.ts'
import {
  dayTailOffset,
  maxPrefixBytes,
  maxPrefixes,
  prefixEntryBytes,
  prefixedBytes,
  prefixedFrom,
  prefixedKnown,
  prefixedLetter,
  prefixedMs,
  prefixedNumber,
  prefixedPrefix,
  prefixedStart,
  prefixedTo,
  prefixText,
  scanBytes,
  scanCapacity,
  scanCount,
  scanDayHead,
  scanDayTail,
  scanLines,
  scanPrefixes,
  scanSieve,
  scanTaken,
} from './layout.ts'
import type {LineMemory} from './line-memory.ts'
import {pieceBytes} from './line-region.ts'
import {LineSieve} from './line-sieve.ts'

/** A line that was found and not left out. */
export interface PrefixedLine {
  /** Where it begins and ends in the piece, and where its message begins. */
  readonly from: number
  readonly messageFrom: number
  readonly to: number
  /** So many lines of this call came before it. */
  readonly number: number
  /** Its number among the known lines of its writer; undefined when nobody knows it. */
  readonly known: number | undefined
  /** The number of its prefix. */
  readonly prefix: number
  /** The byte of its role letter. */
  readonly letter: number
  /** When it was written, in milliseconds since its day began. */
  readonly ms: number
}

/** So many lines are found at a time. */
const capacity = 4096

/**
 * Finds lines of several logs in one text, where a name stands in front of each line: `redis-1  | 1:M 16 Apr 2020 …`. Only
 * lines whose prefix and day were told before are found: all others are for the caller to read one by one.
 */
export class PrefixedScan {
  readonly #memory: LineMemory
  readonly #scan: number
  readonly #lines: number
  readonly #prefixes: number
  readonly #piece: number
  #isReady = false

  /** @param leavesOut which lines of the catalogue need only be counted */
  constructor(memory: LineMemory, leavesOut: (entry: Entry, writer: InstanceKind) => boolean) {
    this.#memory = memory
    const {verdicts} = new LineSieve(leavesOut)
    const sieve = memory.allocate(verdicts.length)
    this.#scan = memory.allocate(scanBytes)
    this.#lines = memory.allocate(capacity * prefixedBytes)
    this.#prefixes = memory.allocate(4 + maxPrefixes * prefixEntryBytes)
    this.#piece = memory.allocate(pieceBytes)
    memory.bytes.set(verdicts, sieve)
    this.#put(scanSieve, sieve)
    this.#put(scanLines, this.#lines)
    this.#put(scanCapacity, capacity)
    this.#put(scanPrefixes, this.#prefixes)
  }

  /** Takes a piece of `pieceBytes` at most. What was there is forgotten. @returns it, where it stands now */
  hold(piece: Uint8Array): Buffer {
    const {bytes} = this.#memory
    bytes.set(piece, this.#piece)
    return bytes.subarray(this.#piece, this.#piece + piece.length)
  }

  /** Lines of this day are found from now on. @param day ` 16 Apr 2020 ` */
  beginDay(day: string): void {
    this.#memory.bytes.write(day.slice(0, 8), this.#scan + scanDayHead, 'latin1')
    this.#memory.bytes.write(day.slice(dayTailOffset), this.#scan + scanDayTail, 'latin1')
    this.#isReady = true
  }

  /**
   * Lines with this prefix are found from now on.
   *
   * @param prefix one character for each of its bytes
   * @returns its number; undefined when there is no more room
   */
  addPrefix(prefix: string): number | undefined {
    const {bytes, words} = this.#memory
    const count = words[this.#prefixes >>> 2] as number
    if (prefix.length > maxPrefixBytes || count === maxPrefixes) return undefined
    const entry = this.#prefixes + 4 + count * prefixEntryBytes
    words[entry >>> 2] = prefix.length
    bytes.write(prefix, entry + prefixText, 'latin1')
    words[this.#prefixes >>> 2] = count + 1
    return count
  }

  /** No prefix is known any more. */
  forgetPrefixes(): void {
    this.#memory.words[this.#prefixes >>> 2] = 0
  }

  /**
   * Finds lines of the piece from one place on, until one is of another kind. `to` is behind a line's end.
   *
   * @returns where that one begins, or `to`, and how many lines were taken
   */
  find(
    from: number,
    to: number,
    take: (line: PrefixedLine) => void,
  ): {readonly reached: number; readonly taken: number} {
    if (!this.#isReady) return {reached: from, taken: 0}
    this.#put(scanTaken, 0)
    let reached = from
    for (;;) {
      this.#put(scanCount, 0)
      const at = this.#memory.functions.cutPrefixed(this.#scan, this.#piece + reached, this.#piece + to) >>> 0
      const count = this.#get(scanCount)
      for (let line = 0; line < count; line++) take(this.#lineAt(this.#lines + line * prefixedBytes))
      reached = at - this.#piece
      if (count < capacity) return {reached, taken: this.#get(scanTaken)}
    }
  }

  #lineAt(place: number): PrefixedLine {
    const {bytes, words} = this.#memory
    const known =
      (bytes[place + prefixedKnown] as number) | ((bytes[place + prefixedKnown + 1] as number) << 8)
    return {
      from: (words[(place + prefixedStart) >>> 2] as number) - this.#piece,
      messageFrom: (words[(place + prefixedFrom) >>> 2] as number) - this.#piece,
      to: (words[(place + prefixedTo) >>> 2] as number) - this.#piece,
      number: words[(place + prefixedNumber) >>> 2] as number,
      known: known === 0 ? undefined : known - 1,
      prefix: bytes[place + prefixedPrefix] as number,
      letter: bytes[place + prefixedLetter] as number,
      ms: words[(place + prefixedMs) >>> 2] as number,
    }
  }

  #put(at: number, value: number): void {
    this.#memory.words[(this.#scan + at) >>> 2] = value
  }

  #get(at: number): number {
    return this.#memory.words[(this.#scan + at) >>> 2] as number
  }
}
