import {maxLineBytes} from './layout.ts'
import type {LineMemory} from './line-memory.ts'

/** So much of a log is read at a time. */
export const pieceBytes = 256 * 1024
/** A line that was cut short has this behind it: how much was cut. */
const cutMarkBytes = 64
/** Of a piece, so many lines at most have to be put together or cut short: they stand before it. */
const oddLines = 1 + Math.floor(pieceBytes / maxLineBytes)

/** So many bytes of memory a piece and what belongs to it take. Most are never touched. */
const regionBytes = oddLines * (maxLineBytes + cutMarkBytes) + pieceBytes

/** A part of a memory where one piece of a log stands. */
export class LineRegion {
  readonly memory: LineMemory
  readonly #start: number
  #odd: number

  constructor(memory: LineMemory) {
    this.memory = memory
    this.#start = memory.allocate(regionBytes)
    this.#odd = this.#start
  }

  /** Where the piece begins. */
  get pieceFrom(): number {
    return this.#start + regionBytes - pieceBytes
  }

  /** Takes another piece: what was here is forgotten. */
  begin(piece: Uint8Array): void {
    this.memory.bytes.set(piece, this.pieceFrom)
    this.#odd = this.#start
  }

  /** Takes a line that stands elsewhere. @returns where it stands now */
  keep(line: Uint8Array): number {
    const at = this.#odd
    this.memory.bytes.set(line, at)
    this.#odd += line.length
    return at
  }
}
