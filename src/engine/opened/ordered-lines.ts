import {closeSync, openSync, readSync} from 'node:fs'
import {parseLogLine} from '../../lines/log-line.ts'
import type {LineFile} from './line-file.ts'

const bufferBytes = 32 * 1024
/** No stamp ends behind this. */
const headBytes = 80

/** A file of lines in the form of Redis, in the order of time, of which one is looked at at a time. Empty lines are passed over. */
export class OrderedLines {
  readonly path: string
  /** Of which part the lines are. */
  readonly part: number
  #file: number | undefined
  #bytes = Buffer.allocUnsafeSlow(bufferBytes)
  #filled = 0
  #from = 0
  #to = 0
  #at = Number.NEGATIVE_INFINITY

  constructor(path: string, part: number) {
    this.path = path
    this.part = part
    this.#file = openSync(path, 'r')
    this.#read()
  }

  /** When the line was written, in milliseconds since 1970; that of the one before it where it does not say. Infinity behind the last one. */
  get at(): number {
    return this.#at
  }

  /** The line as bytes: each character is one. */
  text(): string {
    return this.#bytes.toString('latin1', this.#from, this.#to)
  }

  writeTo(file: LineFile): void {
    file.writeLine(this.#bytes, this.#from, this.#to)
  }

  next(): void {
    this.#from = this.#to + 1
    this.#read()
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #read(): void {
    let end = this.#findEnd()
    while (end === this.#from) {
      this.#from = end + 1
      end = this.#findEnd()
    }
    if (end === undefined) {
      this.#at = Number.POSITIVE_INFINITY
      this.close()
      return
    }
    this.#to = end
    const head = this.#bytes.toString('latin1', this.#from, Math.min(end, this.#from + headBytes))
    this.#at = parseLogLine(head)?.at ?? this.#at
  }

  /** Where the line at `from` ends, in bytes that are read until it is found; undefined behind the last one. */
  #findEnd(): number | undefined {
    for (let searched = this.#from; ; ) {
      const end = this.#bytes.subarray(0, this.#filled).indexOf(newline, searched)
      if (end >= 0) return end
      searched = Math.max(0, this.#filled - this.#from)
      if (!this.#fill()) return this.#filled > 0 ? this.#filled : undefined
    }
  }

  /** Reads more behind what is not taken yet, which is moved to the beginning. */
  #fill(): boolean {
    if (this.#file === undefined) return false
    const rest = this.#bytes.subarray(Math.min(this.#from, this.#filled), this.#filled)
    const isFull = rest.length === this.#bytes.length
    const bytes = isFull ? Buffer.allocUnsafeSlow(rest.length * 2) : this.#bytes
    bytes.set(rest)
    this.#bytes = bytes
    this.#from = 0
    const read = readSync(this.#file, bytes, rest.length, bytes.length - rest.length, null)
    this.#filled = rest.length + read
    return read > 0
  }
}

const newline = 10
