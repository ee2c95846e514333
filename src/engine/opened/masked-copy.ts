import {Buffer} from 'node:buffer'
import {StringDecoder} from 'node:string_decoder'
import {TextDecoder} from 'node:util'
import type {ByteTaker} from '../sources/byte-taker.ts'
import {binaryKindOf, isUtf16} from '../sources/evidence-reader.ts'
import {PlainShapes} from '../sources/plain-shapes.ts'
import {LineFile} from './line-file.ts'

/** What shows what a file is. */
const beginningBytes = 8192
/** A line that is longer is masked piece by piece. */
const longestLine = 1024 * 1024
const longestWord = 4096

export interface MaskedCopyOptions {
  /** What is kept of a line. */
  readonly change: (line: string) => string
  /** What stands in each line that has to be changed. @default every line is given to `change` */
  readonly only?: RegExp
  /** Called when it proves to be a text. */
  readonly onKept: () => void
}

/** Keeps a text without what is not to be kept, as its bytes arrive. Its lines keep their numbers. What is no text is not kept. */
export class MaskedCopy implements ByteTaker {
  readonly #file: LineFile
  readonly #change: (line: string) => string
  readonly #sign: RegExp | undefined
  readonly #onKept: () => void
  /** Lines that have a sign, and are kept as they stand. */
  readonly #plain = new PlainShapes()
  #beginning: Buffer | undefined = Buffer.alloc(0)
  #decoder: StringDecoder | TextDecoder = new StringDecoder('utf8')
  #rest = ''
  #isDone = false

  constructor(path: string, {change, only, onKept}: MaskedCopyOptions) {
    this.#file = new LineFile(path)
    this.#change = change
    this.#sign = only === undefined ? undefined : new RegExp(only.source, `${only.flags}g`)
    this.#onKept = onKept
  }

  get isDone(): boolean {
    return this.#isDone
  }

  push(bytes: Uint8Array): void {
    if (this.#isDone) return
    if (this.#beginning === undefined) {
      this.#take(bytes)
      return
    }
    this.#beginning = Buffer.concat([this.#beginning, bytes])
    if (this.#beginning.length >= beginningBytes) this.#begin()
  }

  end(): void {
    if (this.#isDone) return
    if (this.#beginning !== undefined) this.#begin()
    if (this.#isDone) return
    const last = this.#decoder instanceof TextDecoder ? this.#decoder.decode() : this.#decoder.end()
    this.#rest += last
    if (this.#rest !== '') this.#file.write(this.#change(this.#rest))
    this.#isDone = true
    this.#file.close()
  }

  #begin(): void {
    const bytes = this.#beginning ?? Buffer.alloc(0)
    this.#beginning = undefined
    if (binaryKindOf(bytes) !== undefined) {
      this.#isDone = true
      return
    }
    if (isUtf16(bytes)) this.#decoder = new TextDecoder('utf-16le')
    this.#onKept()
    this.#take(bytes)
  }

  #take(bytes: Uint8Array): void {
    const text =
      this.#decoder instanceof TextDecoder
        ? this.#decoder.decode(bytes, {stream: true})
        : this.#decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    const held = this.#rest + text
    const end = held.lastIndexOf('\n') + 1
    this.#rest = held.slice(end)
    this.#keepLines(held.slice(0, end))
    if (this.#rest.length <= longestLine) return
    // Between two words: half a secret or half a name would not be known.
    const tail = /[\s,;"']([^\s,;"']*)$/.exec(this.#rest.slice(-longestWord))?.[1] ?? ''
    const cut = this.#rest.length - tail.length
    this.#file.write(this.#change(this.#rest.slice(0, cut)))
    this.#rest = this.#rest.slice(cut)
  }

  /** @param text whole lines, each with its end */
  #keepLines(text: string): void {
    if (this.#sign === undefined) {
      for (const line of text.split('\n').slice(0, -1)) this.#file.write(`${this.#change(line)}\n`)
      return
    }
    let kept = 0
    this.#sign.lastIndex = 0
    for (let found = this.#sign.exec(text); found !== null; found = this.#sign.exec(text)) {
      const from = text.lastIndexOf('\n', found.index) + 1
      const to = text.indexOf('\n', found.index)
      this.#sign.lastIndex = to
      const line = text.slice(from, to)
      if (this.#plain.has(line)) continue
      const changed = this.#change(line)
      if (changed === line) {
        this.#plain.add(line)
        continue
      }
      this.#file.write(text.slice(kept, from))
      this.#file.write(changed)
      kept = to
    }
    this.#file.write(text.slice(kept))
  }
}
