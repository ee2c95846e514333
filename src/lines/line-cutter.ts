import {maxLineBytes} from './layout.ts'

const newline = 10

/** Gets lines as parts of bytes that are overwritten afterwards: most are never needed as strings. */
export interface LineTaker {
  take(bytes: Buffer, from: number, to: number): void
  /**
   * Takes lines of the piece that is pushed, up to `to`, as many at once as it can.
   *
   * @returns where the first line begins that it did not take, or `to`
   */
  takeMany?(from: number, to: number): number
}

/**
 * Cuts bytes that arrive in pieces into lines. A line that is not complete yet is held until the rest comes. Memory is bounded by the piece and by `maxLineBytes`.
 */
export class LineCutter {
  #held: Buffer[] = []
  #heldBytes = 0
  #cutBytes = 0

  /** Whether no line is held. */
  get isEmpty(): boolean {
    return this.#heldBytes === 0
  }

  /** Tells the lines that this piece completes. The piece may be overwritten afterwards. */
  push(piece: Buffer, taker: LineTaker): void {
    const last = piece.lastIndexOf(newline)
    if (last < 0) {
      this.#hold(piece)
      return
    }
    let start = 0
    if (this.#heldBytes > 0) {
      start = piece.indexOf(newline) + 1
      this.#hold(piece.subarray(0, start - 1))
      this.flush(taker)
    }
    takeLines(piece, {start, last, taker})
    this.#hold(piece.subarray(last + 1))
  }

  /** Tells the incomplete last line, if there is one: for when nothing more will come. */
  flush(taker: LineTaker): void {
    if (this.#heldBytes === 0) return
    const line = this.#release()
    taker.take(line, 0, line.length)
  }

  #hold(bytes: Buffer): void {
    const room = maxLineBytes - this.#heldBytes
    const kept = Buffer.from(bytes.subarray(0, room))
    if (kept.length > 0) this.#held.push(kept)
    this.#heldBytes += kept.length
    this.#cutBytes += bytes.length - kept.length
  }

  #release(): Buffer {
    const kept = Buffer.concat(this.#held)
    const line = this.#cutBytes > 0 ? markCut(kept, this.#cutBytes) : kept
    this.#held = []
    this.#heldBytes = 0
    this.#cutBytes = 0
    return line
  }
}

/** @param last where the last newline is */
function takeLines(
  piece: Buffer,
  {start, last, taker}: {readonly start: number; readonly last: number; readonly taker: LineTaker},
): void {
  for (let next = start; next <= last; ) {
    const from = taker.takeMany?.(next, last + 1) ?? next
    if (from > last) return
    const to = piece.indexOf(newline, from)
    if (to - from <= maxLineBytes) taker.take(piece, from, to)
    else {
      const line = markCut(piece.subarray(from, from + maxLineBytes), to - from - maxLineBytes)
      taker.take(line, 0, line.length)
    }
    next = to + 1
  }
}

function markCut(kept: Buffer, cutBytes: number): Buffer {
  return Buffer.concat([kept, Buffer.from(`… (${cutBytes} more bytes)`)])
}
