import process from 'node:process'
import {heightOf} from './fit-rows.ts'

/** Lines at the bottom of a terminal, which are written again whenever they change or text is written above them. */
export class LiveLines {
  readonly #terminal: {readonly columns?: number}
  #shown = ''

  /** @param terminal where they are shown, with its current width */
  constructor(terminal: {readonly columns?: number} = process.stdout) {
    this.#terminal = terminal
  }

  /** What to write so that the terminal shows `told` above, and beneath it `live` in place of what was live before. */
  put(told: string, live: string): string {
    if (told === '' && live === this.#shown) return ''
    const height = heightOf(this.#shown.split('\n').slice(0, -1), this.#terminal.columns)
    this.#shown = live
    // Up to the first live line, and everything from there on is gone.
    return `${height === 0 ? '' : `\x1b[${height}A\x1b[0J`}${told}${live}`
  }
}
