import type {Deployment} from '../api/deployment/deployment.ts'
import {startDeployment} from '../api/entrances.ts'
import type {TopologyText} from '../api/options.ts'
import {hasErrorCode} from '../core/errors/errors.ts'
import {makeName} from '../engine/state/deployment-name.ts'
import {keepFailure} from './keep-failure.ts'
import type {TestingOptions} from './options.ts'

/** A deployment that a test has for itself. */
export interface Lease {
  readonly deployment: Deployment
  /** What happened to it in a test that failed: printed, and kept where a folder was named. */
  readonly tellFailure: (testName: string) => Promise<void>
  /** The test is over: the next one may have it. */
  readonly giveBack: () => void
}

/**
 * Deployments for many tests: each test has one for itself. Tests that run one after the other share one, which is reset in
 * between; for tests that run at the same time there are as many as they need.
 */
export class DeploymentPool {
  readonly #topology: TopologyText
  readonly #options: TestingOptions
  readonly #idle: Deployment[] = []
  readonly #all = new Set<Deployment>()

  constructor(topology: TopologyText, options: TestingOptions) {
    this.#topology = topology
    this.#options = options
  }

  /** A deployment as it is at the start. */
  async take(): Promise<Lease> {
    const deployment = await this.#take()
    return {
      deployment,
      tellFailure: async (testName) => {
        console.error(await keepFailure(deployment, {testName, folder: this.#options.artifacts}))
      },
      giveBack: () => void this.#idle.push(deployment),
    }
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    const all = [...this.#all]
    this.#all.clear()
    this.#idle.length = 0
    await Promise.all(all.map((deployment) => deployment.close()))
  }

  async #take(): Promise<Deployment> {
    const {reset = true} = this.#options
    const used = this.#idle.pop()
    if (used === undefined) return await this.#start()
    try {
      if (reset) await used.reset()
      return used
    } catch (error) {
      this.#all.delete(used)
      // A test may take its deployment down itself.
      if (hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) return await this.#start()
      await used.close().catch(() => {})
      throw error
    }
  }

  async #start(): Promise<Deployment> {
    const {artifacts: _, reset: __, ...options} = this.#options
    // Workers, and jobs of the same user, share the state folder.
    const name = options.name ?? makeName('test')
    const deployment = await startDeployment(this.#topology, {...options, name})
    this.#all.add(deployment)
    return deployment
  }
}
