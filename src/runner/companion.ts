import {describeStep} from '../core/lab/describe-step.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import type {StepResult} from '../core/lab/result.ts'

/** Something that goes on beside the steps of a lab, such as an application: when it is over, so is the lab. */
export class Companion implements AsyncDisposable {
  readonly #over = new AbortController()
  readonly #interrupted: AbortSignal
  readonly #going: Promise<void> | undefined
  /** Aborted when it is over, and whenever the lab is. */
  readonly signal: AbortSignal
  readonly #done: StepResult[] = []
  #doing = 'the first step was done'
  /** Where the lab was when it was cut off; undefined when it came to its own end. */
  cutAt: string | undefined

  constructor(begin: () => Promise<void> | undefined, interrupted: AbortSignal) {
    this.#interrupted = interrupted
    this.signal = AbortSignal.any([interrupted, this.#over.signal])
    this.#going = begin()?.finally(() => this.#over.abort(new Error('what the lab ran beside is over')))
    // The one that waits for the end throws it.
    this.#going?.catch(() => {})
  }

  /** Remembers how far the lab has come. */
  take(event: LabEvent): void {
    if (event.kind === 'step-started' && event.depth === 0) {
      this.#doing = `step ${event.step.number} was done: ${describeStep(event.step)}`
    }
    if (event.kind === 'step-ended') this.#done.push(event.result)
  }

  /** Runs the steps, up to the one at which they are cut off. */
  async during(run: () => Promise<readonly StepResult[]>): Promise<readonly StepResult[]> {
    try {
      return await run()
    } catch (error) {
      if (!this.#over.signal.aborted || this.#interrupted.aborted) throw error
      this.cutAt = `cut short before ${this.#doing}`
      return this.#done
    }
  }

  /** Waits until it is over; throws what it threw. */
  async end(): Promise<void> {
    await this.#going
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // After an error of the lab, which is the one to tell.
    await this.#going?.catch(() => {})
  }
}
