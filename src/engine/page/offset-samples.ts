import {sightingOf} from '../../core/picture/sighting.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {sleep} from '../time/wait.ts'

/** The offset of an instance at a moment, in milliseconds since 1970. */
export interface OffsetSample {
  readonly at: number
  readonly instance: string
  readonly offset: number
}

const everyMs = 250
/** An hour of six instances. */
const most = 100_000

/**
 * Asks the instances of a deployment for their offsets again and again, until it is disposed of: logs do not tell them, and
 * a page draws them as curves.
 */
export class OffsetSamples implements AsyncDisposable {
  readonly samples: OffsetSample[] = []
  readonly #ending = new AbortController()
  readonly #asking: Promise<void>

  constructor(deployment: Deployment) {
    this.#asking = this.#ask(deployment)
    // Told when it is disposed of.
    this.#asking.catch(() => undefined)
  }

  async #ask(deployment: Deployment): Promise<void> {
    const {signal} = this.#ending
    using observer = deployment.observer()
    while (!signal.aborted && this.samples.length < most) {
      const {record} = deployment
      const observations = await observer.observe(record)
      const at = Date.now()
      for (const {name, offset} of sightingOf(record.plan, observations, at).instances)
        if (offset !== null) this.samples.push({at, instance: name, offset})
      await sleep(everyMs, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await this.#asking
  }
}
