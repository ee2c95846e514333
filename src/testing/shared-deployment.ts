import type {Deployment} from '../api/deployment.ts'
import {startDeployment} from '../api/start-deployment.ts'
import {makeName} from '../engine/state/deployment-name.ts'
import {keepFailure} from './keep-failure.ts'
import type {TestingOptions} from './options.ts'

/** One deployment for many tests, one after the other: started by the first that asks for it, put back for each of the others. */
export class SharedDeployment {
  readonly #topology: string
  readonly #options: TestingOptions
  #starting: Promise<Deployment> | undefined
  #isUsed = false

  constructor(topology: string, options: TestingOptions) {
    this.#topology = topology
    this.#options = options
  }

  /** The deployment as at the start. */
  async take(): Promise<Deployment> {
    const {artifacts: _, reset = true, ...options} = this.#options
    // A name of its own: workers, and jobs of the same user, share the state folder.
    const name = options.name ?? makeName('test')
    this.#starting ??= startDeployment(this.#topology, {...options, name})
    const starting = this.#starting
    try {
      const lab = await starting
      if (this.#isUsed && reset) await lab.reset()
      this.#isUsed = true
      return lab
    } catch (error) {
      // The next test begins anew.
      await this.stop().catch(() => {})
      throw error
    }
  }

  /** What became of the deployment in a test that failed: told, and kept where a folder was named. */
  async tellFailure(testName: string): Promise<void> {
    if (this.#starting === undefined) return
    const lab = await this.#starting
    // A test may take its deployment down itself.
    const text = await keepFailure(lab, {testName, folder: this.#options.artifacts})
    console.error(text)
  }

  async stop(): Promise<void> {
    const starting = this.#starting
    this.#starting = undefined
    this.#isUsed = false
    await (await starting?.catch(() => undefined))?.stop()
  }
}
