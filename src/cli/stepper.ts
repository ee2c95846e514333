import process from 'node:process'
import {createInterface} from 'node:readline'

/** Waits for Enter before each step. */
export class Stepper implements Disposable {
  readonly #lines = createInterface({input: process.stdin})
  readonly #signal: AbortSignal
  #next: AsyncIterator<string>

  constructor(signal: AbortSignal) {
    this.#signal = signal
    this.#next = this.#lines[Symbol.asyncIterator]()
    signal.addEventListener('abort', () => this.#lines.close())
  }

  readonly wait = async (): Promise<void> => {
    process.stderr.write('      ⏎ ')
    await this.#next.next()
    this.#signal.throwIfAborted()
  };

  [Symbol.dispose](): void {
    this.#lines.close()
  }
}
