import type {WebAssemblyMemory} from './webassembly.ts'

export const pageBytes = 64 * 1024

/** As a memory of WebAssembly, but of JavaScript: where there is no address space for the other. */
export class PlainMemory implements WebAssemblyMemory {
  #buffer: ArrayBuffer

  constructor(pages: number) {
    this.#buffer = new ArrayBuffer(pages * pageBytes)
  }

  get buffer(): ArrayBuffer {
    return this.#buffer
  }

  /** By so many pages. The buffer from before is no longer the one. */
  grow(pages: number): number {
    const before = this.#buffer
    this.#buffer = new ArrayBuffer(before.byteLength + pages * pageBytes)
    new Uint8Array(this.#buffer).set(new Uint8Array(before))
    return before.byteLength / pageBytes
  }
}
