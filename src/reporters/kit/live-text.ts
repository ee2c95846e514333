import process from 'node:process'
import {LiveLines} from './live-lines.ts'

export interface LiveTextOptions {
  readonly stream?: NodeJS.WriteStream
  /** How often it is drawn by itself. By default never. */
  readonly everyMs?: number
}

/** Text that is drawn again in place, at the bottom of a terminal. On other streams only what goes above it is written. */
export class LiveText implements Disposable {
  readonly #stream: NodeJS.WriteStream
  readonly #lines: LiveLines | undefined
  readonly #render: () => string
  readonly #timer: NodeJS.Timeout | undefined

  /** @param render the text of this moment; empty for none */
  constructor(render: () => string, {stream = process.stdout, everyMs}: LiveTextOptions = {}) {
    this.#render = render
    this.#stream = stream
    if (!stream.isTTY) return
    this.#lines = new LiveLines(stream)
    if (everyMs !== undefined) this.#timer = setInterval(() => this.draw(), everyMs)
  }

  /** Draws it now, beneath a text that stays. */
  draw(told = ''): void {
    this.#write(told, this.#lines === undefined ? '' : this.#render())
  }

  /** Takes it away until it is drawn next. */
  clear(): void {
    this.#write('', '')
  }

  #write(told: string, live: string): void {
    const output = this.#lines?.put(told, live === '' ? '' : `${live}\n`) ?? told
    if (output !== '') this.#stream.write(output)
  }

  /** Takes it away for good. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.clear()
  }
}
