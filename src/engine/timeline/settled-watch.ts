import {findUnsettled} from '../../core/status/settled.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {sleepUnlessAborted} from '../time/wait.ts'

const everyMs = 200

/** Looks again and again whether those who run in some master groups are in their places. */
export class SettledWatch implements AsyncDisposable {
  readonly #abort = new AbortController()
  readonly #looking: Promise<void>
  /** As of the last look. */
  isSettled = false

  constructor(deployment: Deployment, groups: readonly string[]) {
    this.#looking = this.#look(deployment, groups)
    // Reported when it is disposed of; until then a failure waits.
    this.#looking.catch(() => {})
  }

  async #look(deployment: Deployment, groups: readonly string[]): Promise<void> {
    const {signal} = this.#abort
    using observer = deployment.observer()
    while (!signal.aborted) {
      const {masters, instances, ...status} = await deployment.statusBy(observer)
      const members = instances
        .filter(({masterName}) => masterName === undefined || groups.includes(masterName))
        // A sentinel that was frozen is in its place, and only silent for 30 s.
        .map((instance) => ({...instance, tilt: false}))
      const own = masters.filter(({name}) => groups.includes(name))
      this.isSettled = findUnsettled({...status, masters: own, instances: members}).length === 0
      await sleepUnlessAborted(everyMs, signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    await this.#looking
  }
}
