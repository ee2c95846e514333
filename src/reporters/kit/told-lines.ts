import process from 'node:process'
import {LiveLines} from './live-lines.ts'
import {stdoutTheme} from './theme.ts'
import {renderWaiting} from './waiting-line.ts'

const everyMs = 100
/** How long nobody wonders what is going on. */
const patienceMs = 1500

/**
 * Text for stdout, with one line beneath it on a terminal: what is awaited, as soon as nothing was told for a while, or a
 * question. Elsewhere the text alone.
 */
export class ToldLines implements Disposable {
  readonly #live = process.stdout.isTTY ? new LiveLines() : undefined
  readonly #write: (text: string) => void
  readonly #timer: NodeJS.Timeout | undefined
  #awaited: string | undefined
  #question: string | undefined
  /** Since when the same is awaited, and when something was told last. */
  #since = Date.now()
  #toldAt = Date.now()

  constructor(write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.#write = write
    if (this.#live !== undefined) this.#timer = setInterval(() => this.tell(''), everyMs)
  }

  /** Writes text above the line. */
  tell(text: string): void {
    if (text !== '') this.#toldAt = Date.now()
    if (this.#live === undefined) {
      if (text !== '') this.#write(text)
      return
    }
    const output = this.#live.put(text, this.#line())
    if (output !== '') this.#write(output)
  }

  /** What is awaited from now on; undefined for nothing. */
  await(awaited: string | undefined): void {
    if (awaited !== this.#awaited) this.#since = Date.now()
    this.#awaited = awaited
  }

  /** A question that stands beneath all text until it is taken away. */
  ask(question: string | undefined): void {
    this.#question = question
    this.tell('')
  }

  #line(): string {
    if (this.#question !== undefined) return `${this.#question}\n`
    const now = Date.now()
    if (this.#awaited === undefined || now - Math.max(this.#since, this.#toldAt) < patienceMs) return ''
    const options = {ms: now - this.#since, width: process.stdout.columns, theme: stdoutTheme}
    return `${renderWaiting(this.#awaited, options)}\n`
  }

  /** Takes the line away. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#awaited = undefined
    this.#question = undefined
    this.tell('')
  }
}
