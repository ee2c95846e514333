import {closeSync, openSync, writeSync} from 'node:fs'

/** So many bytes are written at a time. */
const batch = 32 * 1024

/** A file that is written piece by piece from where nobody can wait. Mode 0600. It is made with the first piece. */
export class LineFile {
  readonly #path: string
  #file: number | undefined
  #held: Buffer | undefined
  #size = 0
  #isClosed = false

  constructor(path: string) {
    this.#path = path
  }

  write(text: string): void {
    const most = text.length * 3
    if (most > batch) {
      this.#writeBytes(Buffer.from(text))
      return
    }
    if (this.#size + most > batch) this.#flush()
    this.#held ??= Buffer.allocUnsafe(batch)
    this.#size += this.#held.write(text, this.#size, 'utf8')
  }

  /** Writes a line, and the end of it. */
  writeLine(bytes: Buffer, from: number, to: number): void {
    if (to - from >= batch) {
      this.#writeBytes(bytes.subarray(from, to))
      this.write('\n')
      return
    }
    if (this.#size + to - from + 1 > batch) this.#flush()
    this.#held ??= Buffer.allocUnsafe(batch)
    const held = this.#held
    // To call Buffer.copy takes longer than to copy a line byte by byte.
    let size = this.#size
    for (let at = from; at < to; at++) held[size++] = bytes[at] as number
    held[size++] = newline
    this.#size = size
  }

  /** Closed once more, it stays closed. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#flush()
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    this.#held = undefined
  }

  #writeBytes(bytes: Uint8Array): void {
    this.#flush()
    writeWhole(this.#open(), bytes)
  }

  #flush(): void {
    const file = this.#open()
    if (this.#held !== undefined && this.#size > 0) writeWhole(file, this.#held.subarray(0, this.#size))
    this.#size = 0
  }

  #open(): number {
    this.#file ??= openSync(this.#path, 'wx', 0o600)
    return this.#file
  }
}

/** A disk that is nearly full takes a part at first. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

const newline = 10
