import {isAscii} from 'node:buffer'
import {isPrintable} from '../../core/printable.ts'
import type {LineBlock} from '../../core/redis/line-block.ts'
import {letterOf, levelOf} from '../../core/redis/line-head.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import type {LogSource} from './log-source.ts'

/** Longer lines than this on average are read as text one by one. */
const dense = 256

/** Lines of one log as they are found. */
export class LineColumns implements LineBlock {
  readonly instance: string
  readonly index: number
  readonly bytes: Buffer
  count = 0
  at = new Float64Array(0)
  from = new Uint32Array(0)
  to = new Uint32Array(0)
  letter = new Uint8Array(0)
  mark = new Uint8Array(0)
  /** Where the piece that they were cut from stands, and all of it as text once lines of it are asked for as text. */
  #pieceFrom = 0
  #pieceTo = 0
  #text: string | undefined
  #isPlain: boolean | undefined

  constructor({instance, index}: LogSource, bytes: Buffer) {
    this.instance = instance
    this.index = index
    this.bytes = bytes
  }

  /** Empty again, for the lines of another piece. */
  begin(pieceFrom: number, pieceTo: number): void {
    this.count = 0
    this.#pieceFrom = pieceFrom
    this.#pieceTo = pieceTo
    this.#text = undefined
    this.#isPlain = undefined
  }

  push(at: number, from: number, to: number, letter: number, mark: number): void {
    if (this.count === this.at.length) this.#grow()
    const line = this.count++
    this.at[line] = at
    this.from[line] = from
    this.to[line] = to
    this.letter[line] = letter
    this.mark[line] = mark
  }

  recordOf(line: number): LogRecord {
    const {instance, index} = this
    return {
      at: this.at[line] as number,
      instance,
      index,
      roleLetter: letterOf(this.letter[line] as number),
      level: levelOf(this.mark[line] as number),
      message: this.textOf(this.from[line] as number, this.to[line] as number),
    }
  }

  isPlain(line: number): boolean {
    // All at once, which is nearly always enough.
    this.#isPlain ??= isPrintable(this.bytes, this.#pieceFrom, this.#pieceTo)
    const from = this.from[line] as number
    const isOfPiece = from >= this.#pieceFrom
    return (this.#isPlain && isOfPiece) || isPrintable(this.bytes, from, this.to[line] as number)
  }

  /** A part of the bytes as text. */
  textOf(from: number, to: number): string {
    this.#text ??= this.#readPiece()
    return this.#text === '' || from < this.#pieceFrom
      ? this.bytes.toString('utf8', from, to)
      : this.#text.slice(from - this.#pieceFrom, to - this.#pieceFrom)
  }

  /** Where all is plain and most lines are asked for it is faster to read the text of all at once. */
  #readPiece(): string {
    const piece = this.bytes.subarray(this.#pieceFrom, this.#pieceTo)
    return this.count * dense > piece.length && isAscii(piece) ? piece.toString('latin1') : ''
  }

  #grow(): void {
    const length = Math.max(256, this.count * 2)
    this.at = extend(new Float64Array(length), this.at)
    this.from = extend(new Uint32Array(length), this.from)
    this.to = extend(new Uint32Array(length), this.to)
    this.letter = extend(new Uint8Array(length), this.letter)
    this.mark = extend(new Uint8Array(length), this.mark)
  }
}

function extend<Column extends Float64Array | Uint32Array | Uint8Array>(
  longer: Column,
  column: Column,
): Column {
  longer.set(column)
  return longer
}
