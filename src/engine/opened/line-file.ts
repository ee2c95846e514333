import {closeSync, openSync, writeSync} from 'node:fs'

/** So many characters are written at a time. */
const batch = 256 * 1024

/** A file that is written piece by piece from where nobody can wait. Mode 0600. It is made with the first piece. */
export class LineFile {
  readonly #path: string
  #file: number | undefined
  #held: string[] = []
  #size = 0

  constructor(path: string) {
    this.#path = path
  }

  write(text: string): void {
    this.#held.push(text)
    this.#size += text.length
    if (this.#size >= batch) this.#flush()
  }

  close(): void {
    this.#flush()
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #flush(): void {
    this.#file ??= openSync(this.#path, 'wx', 0o600)
    writeSync(this.#file, this.#held.join(''))
    this.#held = []
    this.#size = 0
  }
}
