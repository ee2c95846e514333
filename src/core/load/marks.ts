/** A small number for each of many running numbers, a byte each: a million operations are a megabyte. */
export class Marks {
  #bytes = new Uint8Array(1024)
  #length = 0

  /** One more than the highest number that was marked. */
  get length(): number {
    return this.#length
  }

  get(index: number): number {
    return this.#bytes[index] ?? 0
  }

  set(index: number, mark: number): void {
    if (index >= this.#bytes.length) {
      const grown = new Uint8Array(Math.max(index + 1, this.#bytes.length * 2))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes[index] = mark
    this.#length = Math.max(this.#length, index + 1)
  }

  /** Counts one more at a number, up to 255. Returns the count. */
  increment(index: number): number {
    const count = Math.min(255, this.get(index) + 1)
    this.set(index, count)
    return count
  }
}
