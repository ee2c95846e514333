import type {ByteTaker} from './byte-taker.ts'

/** Gives the bytes of a file to two takers. */
export class ByteTee implements ByteTaker {
  readonly #takers: readonly ByteTaker[]

  constructor(...takers: readonly ByteTaker[]) {
    this.#takers = takers
  }

  get isDone(): boolean {
    return this.#takers.every(({isDone}) => isDone)
  }

  push(bytes: Uint8Array): void {
    for (const taker of this.#takers) if (!taker.isDone) taker.push(bytes)
  }

  end(): void {
    for (const taker of this.#takers) if (!taker.isDone) taker.end()
  }
}
