import process from 'node:process'
import {createInterface} from 'node:readline'

/** Waits for Enter before each step, and says so before the first one. */
export class Stepper implements Disposable {
  readonly #lines = createInterface({input: process.stdin})
  readonly #signal: AbortSignal
  #next: AsyncIterator<string>
  #explanation: string

  /** @param explanation what Enter does, for people */
  constructor(signal: AbortSignal, explanation: string) {
    this.#explanation = explanation
    this.#signal = signal
    this.#next = this.#lines[Symbol.asyncIterator]()
    signal.addEventListener('abort', () => this.#lines.close())
  }

  readonly wait = async (): Promise<void> => {
    if (this.#explanation !== '') process.stderr.write(`      ${this.#explanation}\n`)
    this.#explanation = ''
    process.stderr.write('      ⏎ ')
    await this.#next.next()
    this.#signal.throwIfAborted()
  };

  [Symbol.dispose](): void {
    this.#lines.close()
  }
}
