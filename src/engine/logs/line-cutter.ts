/** Of a longer line only the beginning is kept. */
export const maxLineBytes = 64 * 1024

const newline = 10

/**
 * Cuts bytes that arrive in pieces into lines. A line that is not complete yet is held until the rest comes; bytes that
 * are not UTF-8 become U+FFFD. Memory is bounded by the piece and by `maxLineBytes`.
 */
export class LineCutter {
  #held: Buffer[] = []
  #heldBytes = 0
  #cutBytes = 0

  /** The lines that this piece completes. The piece may be overwritten afterwards. */
  push(piece: Buffer): string[] {
    const last = piece.lastIndexOf(newline)
    if (last < 0) {
      this.#hold(piece)
      return []
    }
    const lines: string[] = []
    let start = 0
    if (this.#heldBytes > 0) {
      const first = piece.indexOf(newline)
      this.#hold(piece.subarray(0, first))
      lines.push(this.#release())
      start = first + 1
    }
    if (start <= last) {
      for (const line of piece.toString('utf8', start, last).split('\n')) {
        lines.push(line.length > maxLineBytes ? cutLine(line) : line)
      }
    }
    this.#hold(piece.subarray(last + 1))
    return lines
  }

  /** The incomplete last line, if there is one: for when nothing more will come. */
  flush(): string[] {
    return this.#heldBytes > 0 ? [this.#release()] : []
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

function cutLine(line: string): string {
  return markCut(line.slice(0, maxLineBytes), Buffer.byteLength(line.slice(maxLineBytes)))
}

function markCut(kept: string, cutBytes: number): string {
  return `${kept}… (${cutBytes} more bytes)`
}
