import {Buffer} from 'node:buffer'
import {StringDecoder} from 'node:string_decoder'
import {TextDecoder} from 'node:util'
import {maskSecrets} from '../../core/evidence/secrets.ts'
import type {ByteTaker} from '../sources/byte-taker.ts'
import {binaryKindOf, isUtf16} from '../sources/evidence-reader.ts'
import {LineFile} from './line-file.ts'

/** What shows what a file is. */
const beginningBytes = 8192
/** A line that is longer is masked piece by piece. */
const longestLine = 1024 * 1024

/** Keeps a text without its secrets, as its bytes arrive. Its lines keep their numbers. What is no text is not kept. */
export class MaskedCopy implements ByteTaker {
  readonly #file: LineFile
  readonly #standIn: (secret: string) => string
  readonly #onKept: () => void
  #beginning: Buffer | undefined = Buffer.alloc(0)
  #decoder: StringDecoder | TextDecoder = new StringDecoder('utf8')
  #rest = ''
  #isDone = false

  /** @param onKept called when it proves to be a text */
  constructor(path: string, standIn: (secret: string) => string, onKept: () => void) {
    this.#file = new LineFile(path)
    this.#standIn = standIn
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
    if (this.#rest !== '') this.#file.write(maskSecrets(this.#rest, this.#standIn))
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
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#file.write(`${maskSecrets(line, this.#standIn)}\n`)
    if (this.#rest.length <= longestLine) return
    this.#file.write(maskSecrets(this.#rest, this.#standIn))
    this.#rest = ''
  }
}
