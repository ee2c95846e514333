import process from 'node:process'
import {LiveText} from './live-text.ts'
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
  readonly #live = new LiveText(() => this.#line(), {everyMs})
  #awaited: string | undefined
  #question: string | undefined
  /** Since when the same is awaited, and when something was told last. */
  #since = Date.now()
  #toldAt = Date.now()

  /** Writes text above the line. */
  tell(text: string): void {
    if (text !== '') this.#toldAt = Date.now()
    this.#live.draw(text)
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
    if (this.#question !== undefined) return this.#question
    const now = Date.now()
    if (this.#awaited === undefined || now - Math.max(this.#since, this.#toldAt) < patienceMs) return ''
    const options = {ms: now - this.#since, width: process.stdout.columns, theme: stdoutTheme}
    return renderWaiting(this.#awaited, options)
  }

  /** Takes the line away. */
  [Symbol.dispose](): void {
    this.#live[Symbol.dispose]()
  }
}
