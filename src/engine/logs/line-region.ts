import {maxLineBytes} from './line-cutter.ts'

/** So much of a log is read at a time. */
export const pieceBytes = 256 * 1024
/** A line that was cut short has this behind it: how much was cut. */
const cutMarkBytes = 64
/** Of a piece, so many lines at most have to be put together or cut short: they stand before it. */
const oddLines = 1 + Math.floor(pieceBytes / maxLineBytes)

/** So many bytes of memory a piece and what belongs to it take. Most are never touched. */
export const regionBytes = oddLines * (maxLineBytes + cutMarkBytes) + pieceBytes

/** A part of some bytes where one piece of a log is read to. */
export class LineRegion {
  readonly bytes: Buffer
  readonly #start: number
  #odd: number

  constructor(bytes: Buffer = Buffer.allocUnsafeSlow(regionBytes), start = 0) {
    this.bytes = bytes
    this.#start = start
    this.#odd = start
  }

  /** Where the piece begins. */
  get pieceFrom(): number {
    return this.#start + regionBytes - pieceBytes
  }

  /** For another piece: the odd lines of the one before are forgotten. */
  clear(): void {
    this.#odd = this.#start
  }

  /** Takes a line that stands elsewhere. @returns where it stands now */
  keep(line: Uint8Array): number {
    const at = this.#odd
    this.bytes.set(line, at)
    this.#odd += line.length
    return at
  }
}
