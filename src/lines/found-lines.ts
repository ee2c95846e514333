import {isAscii} from 'node:buffer'
import {type KnownLine, knownLinesOf} from '../core/redis/catalogue/known-lines.ts'
import type {RecognisedRecord} from '../core/redis/log-record.ts'
import {lineAt, lineBytes, lineKnown, sentinelLetter} from './layout.ts'
import {foundLine, type LineBlock, placeOf, timeOf} from './line-block.ts'
import {letterOf, levelOf} from './line-codes.ts'
import type {LineMemory} from './line-memory.ts'

/** Longer lines than this on average are read as text one by one. */
const dense = 256
/** There is room for so many lines to begin with. */
const firstCapacity = 1024

/** Lines of one log as they are found. */
export class FoundLines implements LineBlock {
  readonly instance: string
  readonly index: number
  readonly memory: LineMemory
  lines: number
  count = 0
  capacity = firstCapacity
  /** Where the piece that they were cut from stands, and all of it as text once lines of it are asked for as text. */
  #pieceFrom = 0
  #pieceTo = 0
  #text: string | undefined

  constructor({instance, index}: Pick<LineBlock, 'instance' | 'index'>, memory: LineMemory) {
    this.instance = instance
    this.index = index
    this.memory = memory
    this.lines = memory.allocate(this.capacity * lineBytes)
  }

  /** Empty again, for the lines of another piece. */
  begin(pieceFrom: number, pieceTo: number): void {
    this.count = 0
    this.#pieceFrom = pieceFrom
    this.#pieceTo = pieceTo
    this.#text = undefined
  }

  /** The bytes of the piece were changed: its text is read again. */
  forgetText(): void {
    this.#text = undefined
  }

  /** Makes room for more lines. */
  grow(): void {
    const {lines, capacity} = this
    this.capacity *= 2
    this.lines = this.memory.allocate(this.capacity * lineBytes)
    this.memory.bytes.copyWithin(this.lines, lines, lines + capacity * lineBytes)
  }

  /** Lets go of the lines from one on that are not wanted. */
  filter(from: number, isWanted: (line: number) => boolean): void {
    let kept = from
    for (let line = from; line < this.count; line++) {
      if (!isWanted(line)) continue
      const place = placeOf(this, line)
      if (kept !== line) this.memory.bytes.copyWithin(placeOf(this, kept), place, place + lineBytes)
      kept++
    }
    this.count = kept
  }

  /** Changes the time of the first lines. */
  setTimes(count: number, at: number): void {
    for (let line = 0; line < count; line++) this.memory.numbers[(placeOf(this, line) + lineAt) >>> 3] = at
  }

  recordOf(line: number): RecognisedRecord {
    const {instance, index} = this
    const {from, to, letter, mark} = foundLine(this, line)
    return {
      at: timeOf(this, line),
      instance,
      index,
      roleLetter: letterOf(letter),
      level: levelOf(mark),
      message: this.textOf(from, to),
      known: this.#knownOf(line, letter),
    }
  }

  #knownOf(line: number, letter: number): KnownLine | undefined {
    const {bytes} = this.memory
    const place = placeOf(this, line) + lineKnown
    const number = ((bytes[place] as number) | ((bytes[place + 1] as number) << 8)) - 1
    return number < 0 ? undefined : knownLinesOf(letter === sentinelLetter ? 'sentinel' : 'redis')[number]
  }

  messageOf(line: number): string {
    const {from, to} = foundLine(this, line)
    return this.textOf(from, to)
  }

  /** A part of the memory as text. */
  textOf(from: number, to: number): string {
    this.#text ??= this.#readPiece()
    return this.#text === '' || from < this.#pieceFrom
      ? this.memory.bytes.toString('utf8', from, to)
      : this.#text.slice(from - this.#pieceFrom, to - this.#pieceFrom)
  }

  /** Where all is plain and most lines are asked for it is faster to read the text of all at once. */
  #readPiece(): string {
    const [from, to] = [this.#pieceFrom, this.#pieceTo]
    const isWorthIt = this.count * dense > to - from && isAscii(this.memory.bytes.subarray(from, to))
    return isWorthIt ? this.memory.bytes.toString('latin1', from, to) : ''
  }
}
