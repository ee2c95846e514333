import process from 'node:process'
import {ExitCode, RedislabError} from '../../core/errors/errors.ts'
import {isGone, tellUnwritable} from './unwritable-output.ts'

const interrupting = {SIGINT: ExitCode.interrupted, SIGTERM: ExitCode.terminated, SIGHUP: 129} as const
type Interrupting = keyof typeof interrupting

/** Why a command ends early without an error: the reader of its output has gone (`| head`). */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/**
 * The one place that listens to signals. The first SIGINT, SIGTERM or SIGHUP aborts `signal`, so that whatever is
 * under way can undo itself; a second one ends the process at once. A closed stdout aborts with OutputClosed.
 */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController()
  /** Set where Ctrl-C is how the command ends: nothing is said of it then. */
  isExpected = false
  /** Set where the command does nothing but write: it ends when nobody reads. */
  endsWithOutput = false
  #isHandedOver = false
  readonly #listeners: [Interrupting, () => void][] = []

  constructor() {
    for (const name of Object.keys(interrupting) as Interrupting[]) {
      const listener = () => this.#interrupt(name)
      process.on(name, listener)
      this.#listeners.push([name, listener])
    }
    // oclif's own listener throws, which ends the process with a stack.
    process.stdout.removeAllListeners('error').on('error', this.#onOutputError)
    process.stderr.on('error', this.#onOutputError)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** While a program of the user's runs on this terminal, signals are its own: it decides what they mean. */
  handOver(): Disposable {
    this.#isHandedOver = true
    return {
      [Symbol.dispose]: () => {
        this.#isHandedOver = false
      },
    }
  }

  #interrupt(name: Interrupting): void {
    if (this.#isHandedOver) return
    const exitCode = interrupting[name]
    if (this.#controller.signal.aborted) process.exit(exitCode)
    if (process.stderr.isTTY && !this.isExpected) process.stderr.write('\nstopping … (again to force)\n')
    this.#controller.abort(new RedislabError('INTERRUPTED', `Interrupted by ${name}.`, {exitCode}))
  }

  /** Ends the command as a closed output does. */
  readonly onOutputClosed = (): void => {
    this.#controller.abort(new OutputClosed('The output was closed.'))
  }

  readonly #onOutputError = (error: NodeJS.ErrnoException): void => {
    // Who is gone need not be told; what is under way is finished, unless telling is all that it does.
    if (!isGone(error)) tellUnwritable(error)
    if (!isGone(error) || this.endsWithOutput) this.onOutputClosed()
  };

  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) process.off(name, listener)
    // The output listeners stay: a write that was under way may still fail after this.
  }
}
