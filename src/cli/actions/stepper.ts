import process from 'node:process'
import {createInterface} from 'node:readline'
import type {Step} from '../../core/lab/lab.ts'
import {canReadKeys, listenToKeys} from './keys.ts'

/** Another way to say that the next step may begin. */
export interface StepAsker {
  /** Asks, and settles when it is answered. Aborted when the answer came from elsewhere. */
  readonly ask: (step: Step, signal: AbortSignal) => Promise<void>
}

/** Waits for Enter before each step: of a person at a terminal, or a line of a pipe. On a page a click does it as well. */
export class Stepper implements Disposable {
  readonly #signal: AbortSignal
  readonly #ask: (isAsked: boolean) => void
  readonly #page: StepAsker | undefined
  /** Undefined where there are no keys and a page has the button: a pipe that has ended would begin each step at once. */
  readonly #source: ({readonly next: () => Promise<unknown>} & Disposable) | undefined

  /**
   * @param ask shows that Enter is awaited, or takes that away
   * @param page asks on a page
   */
  constructor(signal: AbortSignal, ask: (isAsked: boolean) => void, page?: StepAsker) {
    this.#signal = signal
    this.#ask = ask
    this.#page = page
    if (canReadKeys()) this.#source = readEnter(signal)
    else if (page === undefined) this.#source = readLines(signal)
  }

  readonly wait = async (step: Step): Promise<void> => {
    const answered = new AbortController()
    const waits = [
      ...(this.#source === undefined ? [] : [this.#source.next()]),
      ...(this.#page === undefined
        ? []
        : [this.#page.ask(step, AbortSignal.any([this.#signal, answered.signal]))]),
    ]
    if (this.#source !== undefined) this.#ask(true)
    await Promise.race(waits)
    answered.abort()
    if (this.#source !== undefined) this.#ask(false)
    this.#signal.throwIfAborted()
  };

  [Symbol.dispose](): void {
    this.#source?.[Symbol.dispose]()
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
