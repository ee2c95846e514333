import process from 'node:process'
import {createInterface} from 'node:readline'
import {canReadKeys, listenToKeys} from './keys.ts'

/** Waits for Enter before each step: of a person at a terminal, or a line of a pipe. */
export class Stepper implements Disposable {
  readonly #signal: AbortSignal
  readonly #ask: (isAsked: boolean) => void
  readonly #source: {readonly next: () => Promise<unknown>} & Disposable

  /** @param ask shows that Enter is awaited, or takes that away */
  constructor(signal: AbortSignal, ask: (isAsked: boolean) => void) {
    this.#signal = signal
    this.#ask = ask
    this.#source = canReadKeys() ? readEnter(signal) : readLines(signal)
  }

  readonly wait = async (): Promise<void> => {
    this.#ask(true)
    await this.#source.next()
    this.#ask(false)
    this.#signal.throwIfAborted()
  };

  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]()
  }
}

/** What is pressed while nobody waits for it is thrown away. */
function readEnter(signal: AbortSignal) {
  let go = () => {}
  const keys = listenToKeys((key) => {
    if (/[\r\n]/.test(key)) go()
  })
  signal.addEventListener('abort', () => go())
  const next = () =>
    new Promise<void>((resolve) => {
      go = resolve
      if (signal.aborted) resolve()
    }).finally(() => {
      go = () => {}
    })
  return {next, [Symbol.dispose]: () => keys[Symbol.dispose]()}
}

function readLines(signal: AbortSignal) {
  const lines = createInterface({input: process.stdin})
  const iterator = lines[Symbol.asyncIterator]()
  signal.addEventListener('abort', () => lines.close())
  return {next: () => iterator.next(), [Symbol.dispose]: () => lines.close()}
}
