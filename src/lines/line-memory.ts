import {makeKnownLineTable} from './known-line-table.ts'
import {instantiate, pageBytes, type WebAssemblyMemory, type WebAssemblyModule} from './webassembly.ts'

/** What assembly/ exports. Places are offsets in the memory. */
interface LineFunctions {
  setKnownLines(at: number): void
  cut(scan: number, from: number, to: number): number
  cutPrefixed(scan: number, from: number, to: number): number
  take(scan: number, at: number, from: number, to: number, letter: number, mark: number): number
  frameKey(line: number): number
  paint(painter: number, frames: number, lines: number, from: number, to: number): number
}

/** What is at hand to begin with: the known lines, and some small things. Pages cost nothing until they are touched. */
const initialPages = 16
/** Nothing is at 0, so that 0 can stand for nothing. */
const firstPlace = 64
/** Where places begin: each fits for whatever is put there. */
const alignment = 16
/** Whatever moves sixteen bytes at a time may touch so many behind a place. */
const slackBytes = 16

let knownLineTable: Uint8Array | undefined

/**
 * A memory that lines of logs stand in, with what is done with each of them, compiled to WebAssembly: there may be
 * millions. What it looks like inside is in `layout.ts`.
 */
export class LineMemory {
  readonly #memory: WebAssemblyMemory
  /** What is done with the lines: see assembly/. Places are unsigned there, and may be signed when they come back. */
  readonly functions: LineFunctions
  #end = firstPlace
  #bytes!: Buffer<ArrayBuffer>
  #words!: Uint32Array
  #numbers!: Float64Array

  /**
   * @param module assembly/, compiled
   * @throws RangeError when there is no address space for its memory
   */
  constructor(module: WebAssemblyModule) {
    const {memory, functions} = instantiate(module, initialPages)
    this.#memory = memory
    this.functions = functions as unknown as LineFunctions
    this.#look()
    knownLineTable ??= makeKnownLineTable(firstPlace)
    const at = this.allocate(knownLineTable.length)
    this.#bytes.set(knownLineTable, at)
    this.functions.setKnownLines(at)
  }

  /** The memory as bytes. To be asked for again after each `allocate`. */
  get bytes(): Buffer<ArrayBuffer> {
    return this.#bytes
  }

  /** The same as whole numbers of four bytes. */
  get words(): Uint32Array {
    return this.#words
  }

  /** The same as numbers of eight bytes. */
  get numbers(): Float64Array {
    return this.#numbers
  }

  /** A place for so many bytes, all of them 0. There is no giving back: it goes with the memory. */
  allocate(bytes: number): number {
    const at = this.#end
    const end = Math.ceil((at + bytes) / alignment) * alignment
    const missing = end + slackBytes - this.#bytes.length
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / pageBytes))
      this.#look()
    }
    this.#end = end
    return at
  }

  #look(): void {
    const {buffer} = this.#memory
    this.#bytes = Buffer.from(buffer)
    this.#words = new Uint32Array(buffer)
    this.#numbers = new Float64Array(buffer)
  }
}
