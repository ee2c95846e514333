import {fstatSync, write} from 'node:fs'
import process from 'node:process'
import {promisify} from 'node:util'
import {writeOutput} from './write-output.ts'

const writeBytes = promisify(write)

/** Writes bytes to stdout. To a file they are written while the next ones are made. */
export class OutputBytes {
  readonly #signal: AbortSignal
  readonly #isFile = fstatSync(process.stdout.fd).isFile()
  #written: Promise<void> = Promise.resolve()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** Resolves when the bytes before these are written. */
  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#isFile) return writeOutput(bytes, this.#signal)
    await this.#written
    this.#written = writeAll(process.stdout.fd, bytes)
    // It is waited for later.
    this.#written.catch(() => undefined)
  }

  /** Resolves when everything is written. */
  async end(): Promise<void> {
    await this.#written
  }
}

async function writeAll(fd: number, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const {bytesWritten} = await writeBytes(fd, bytes, from, bytes.length - from)
    from += bytesWritten
  }
}
