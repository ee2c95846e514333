/** Chance that can be had again: the same seed gives the same choices in the same order (mulberry32). */
export class Chance {
  #state: number

  /** @param stream tells apart what is drawn from one seed, such as the number of a round */
  constructor(seed: number, stream = 0) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0
  }

  /** From 0 up to, and without, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  isLucky(probability: number): boolean {
    return this.next() < probability
  }

  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) throw new TypeError('there is nothing to pick from')
    return values[this.between(0, values.length - 1)] as Value
  }

  /** Some of them, each once, in any order. */
  sample<Value>(values: readonly Value[], count: number): readonly Value[] {
    const left = [...values]
    return Array.from({length: Math.min(count, values.length)}, () => {
      const [taken] = left.splice(this.between(0, left.length - 1), 1)
      return taken as Value
    })
  }
}
