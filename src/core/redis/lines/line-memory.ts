import type {InstanceKind} from '../../words.ts'
import {findKnownLine} from '../catalogue/recognise.ts'
import {kindCode, makeKnownLineTable} from './known-line-table.ts'
import {PlainMemory, pageBytes} from './plain-memory.ts'
import {instantiate, type WebAssemblyMemory, type WebAssemblyModule} from './webassembly.ts'

/** What assembly/ exports. Places are offsets in the memory. */
interface LineFunctions {
  setKnownLines(at: number): void
  cut(scan: number, from: number, to: number): number
  recognise(from: number, to: number, kind: number): number
  frameKey(line: number): number
  paint(painter: number, frames: number, lines: number, from: number, to: number): number
}

/** What is at hand to begin with: the known lines, and some small things. Pages cost nothing until they are touched. */
const initialPages = 16
/** Nothing is at 0, so that 0 can stand for nothing. */
const firstPlace = 64
/** Where places begin: each fits for whatever is put there. */
const alignment = 16
/** Whoever moves sixteen bytes at a time may touch so many behind a place. */
const slackBytes = 16

let knownLineTable: Uint8Array | undefined

/**
 * A memory that lines of logs stand in, with what is asked of each of them, compiled to WebAssembly: there may be
 * millions. What it looks like inside is in `layout.ts`.
 */
export class LineMemory {
  readonly #memory: WebAssemblyMemory
  /** Undefined where every line is left to TypeScript. */
  readonly #functions: LineFunctions | undefined
  #end = firstPlace
  #bytes!: Uint8Array<ArrayBuffer>
  #words!: Uint32Array
  #numbers!: Float64Array

  /**
   * @param module assembly/, compiled; without it every line is left to TypeScript: the same lines, more slowly
   * @throws RangeError when there is no address space for the memory of a module
   */
  constructor(module: WebAssemblyModule | undefined) {
    if (module === undefined) {
      this.#memory = new PlainMemory(initialPages)
      this.#look()
      return
    }
    const {memory, functions} = instantiate(module, initialPages)
    this.#memory = memory
    this.#look()
    this.#functions = functions as unknown as LineFunctions
    knownLineTable ??= makeKnownLineTable(firstPlace)
    const at = this.allocate(knownLineTable.length)
    this.#bytes.set(knownLineTable, at)
    this.#functions.setKnownLines(at)
  }

  /** The memory as bytes. Asked for anew after each `allocate`. */
  get bytes(): Uint8Array<ArrayBuffer> {
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

  /** The number of the known line that a message is; undefined when nobody knows it. */
  recognise(from: number, to: number, writer: InstanceKind): number | undefined {
    if (this.#functions === undefined) {
      const message = new TextDecoder().decode(this.#bytes.subarray(from, to))
      return findKnownLine(message, writer)?.number
    }
    const number = this.#functions.recognise(from, to, kindCode(writer))
    return number < 0 ? undefined : number
  }

  /** Cuts bytes into lines: see assembly/cut.ts. */
  cut(scan: number, from: number, to: number): number {
    // Places are unsigned there, and signed when they come back.
    return this.#functions === undefined ? from : this.#functions.cut(scan, from, to) >>> 0
  }

  /** Which frame belongs to a line: see assembly/paint.ts. */
  frameKey(line: number): number {
    return this.#functions?.frameKey(line) ?? 0
  }

  /** Paints lines: see assembly/paint.ts. */
  paint(
    painter: number,
    {
      frames,
      lines,
      from,
      to,
    }: {readonly frames: number; readonly lines: number; readonly from: number; readonly to: number},
  ): number {
    return this.#functions?.paint(painter, frames, lines, from, to) ?? from
  }

  #look(): void {
    const {buffer} = this.#memory
    this.#bytes = new Uint8Array(buffer)
    this.#words = new Uint32Array(buffer)
    this.#numbers = new Float64Array(buffer)
  }
}
