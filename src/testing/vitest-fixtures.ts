import type {Deployment} from '../api/deployment.ts'
import type {TopologyText} from '../api/options.ts'
import {DeploymentPool} from './deployment-pool.ts'
import type {TestingOptions} from './options.ts'

/** What Vitest gives a fixture, as far as it is used here. */
interface VitestContext {
  readonly task: {readonly name: string; readonly result?: {readonly state: string} | undefined}
}

/** Fixtures for `test.extend` of Vitest 3.2 and later. */
export interface VitestFixtures {
  /** As at the start, for each test. */
  readonly lab: (context: VitestContext, use: (lab: Deployment) => Promise<void>) => Promise<void>
}

/** What the tests need not see: started by the first of a worker that asks for it, and stopped when the worker is done. */
interface WorkerFixtures {
  readonly deploymentPool: readonly [
    (context: object, use: (pool: DeploymentPool) => Promise<void>) => Promise<void>,
    {readonly scope: 'worker'},
  ]
  readonly lab: (
    context: VitestContext & {readonly deploymentPool: DeploymentPool},
    use: (lab: Deployment) => Promise<void>,
  ) => Promise<void>
}

/**
 * Gives the tests of Vitest a deployment, `lab`: one a worker, reset before each test; tests that run at the same time
 * (`test.concurrent`) have one each. When a test fails, why it went as it did is printed with it.
 *
 * @example
 * import {test as base} from 'vitest'
 * import {vitestFixtures} from 'redislab/testing'
 *
 * const test = base.extend(vitestFixtures('1m2r3s'))
 * test('the master dies', async ({lab}) => {
 *   await lab.kill('master')
 *   await lab.awaitFailover()
 * })
 */
export function vitestFixtures(topology: TopologyText, options: TestingOptions = {}): VitestFixtures {
  const fixtures: WorkerFixtures = {
    deploymentPool: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that are needed from the pattern.
      async ({}, use) => {
        const pool = new DeploymentPool(topology, options)
        try {
          await use(pool)
        } finally {
          await pool.stop()
        }
      },
      {scope: 'worker'},
    ],
    lab: async ({deploymentPool, task}, use) => {
      const {lab, tellFailure, giveBack} = await deploymentPool.take()
      try {
        await use(lab)
        if (task.result?.state === 'fail') await tellFailure(task.name)
      } finally {
        giveBack()
      }
    },
  }
  // Vitest gives the one to the other; its types would show both to the tests.
  return fixtures as unknown as VitestFixtures
}
