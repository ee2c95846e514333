import {isAscii} from 'node:buffer'

/** Of a longer line only the beginning is kept. */
export const maxLineBytes = 64 * 1024

const newline = 10

/** Gets lines as parts of a text, each only while it is told: most are never needed as strings of their own. */
export interface LineTaker {
  take(text: string, from: number, to: number): void
}

/**
 * Cuts bytes that arrive in pieces into lines. A line that is not complete yet is held until the rest comes; bytes that
 * are not UTF-8 become U+FFFD. Memory is bounded by the piece and by `maxLineBytes`.
 */
export class LineCutter {
  #held: Buffer[] = []
  #heldBytes = 0
  #cutBytes = 0

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
    if (start <= last) takeLines(decode(piece.subarray(start, last)), taker)
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

  #release(): string {
    const text = Buffer.concat(this.#held).toString('utf8')
    const line = this.#cutBytes > 0 ? markCut(text, this.#cutBytes) : text
    this.#held = []
    this.#heldBytes = 0
    this.#cutBytes = 0
    return line
  }
}

/** Nearly all logs are ASCII, whose bytes need not be looked at one by one. */
function decode(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
}

function takeLines(text: string, taker: LineTaker): void {
  for (let from = 0; from <= text.length; ) {
    const found = text.indexOf('\n', from)
    const to = found < 0 ? text.length : found
    if (to - from <= maxLineBytes) taker.take(text, from, to)
    else {
      const line = cutLine(text.slice(from, to))
      taker.take(line, 0, line.length)
    }
    from = to + 1
  }
}

function cutLine(line: string): string {
  return markCut(line.slice(0, maxLineBytes), Buffer.byteLength(line.slice(maxLineBytes)))
}

function markCut(kept: string, cutBytes: number): string {
  return `${kept}… (${cutBytes} more bytes)`
}
