import type {Deployment} from '../api/deployment/deployment.ts'
import type {TopologyText} from '../api/options.ts'
import {DeploymentPool} from './deployment-pool.ts'
import type {TestingOptions} from './options.ts'

/** What Vitest gives a fixture, as far as it is used here. */
interface VitestContext {
  readonly task: {readonly name: string; readonly result?: {readonly state: string} | undefined}
}

/** Fixtures for `test.extend` of Vitest 3.2 and later. */
export interface VitestFixtures {
  /** A deployment that is as at its start, for each test. */
  readonly deployment: (
    context: VitestContext,
    use: (deployment: Deployment) => Promise<void>,
  ) => Promise<void>
}

/** What the tests need not see: started by the first of a worker that asks for it, and stopped when the worker is done. */
interface WorkerFixtures {
  readonly deploymentPool: readonly [
    (context: object, use: (pool: DeploymentPool) => Promise<void>) => Promise<void>,
    {readonly scope: 'worker'},
  ]
  readonly deployment: (
    context: VitestContext & {readonly deploymentPool: DeploymentPool},
    use: (deployment: Deployment) => Promise<void>,
  ) => Promise<void>
}

/**
 * Gives the tests of Vitest `deployment`: one per worker, which is reset before each test. Tests that run at the
 * same time (`test.concurrent`) have one each. When a test fails, the reasons and the timeline of its deployment are printed.
 *
 * @param topology the number of masters, replicas and sentinels, such as `1m2r3s`
 *
 * @example
 * import {test as base} from 'vitest'
 * import {vitestFixtures} from 'redislab/testing'
 *
 * const test = base.extend(vitestFixtures('1m2r3s'))
 * test('the master dies', async ({deployment}) => {
 *   await deployment.kill('master')
 *   await deployment.awaitFailover()
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
    deployment: async ({deploymentPool, task}, use) => {
      const {deployment, tellFailure, giveBack} = await deploymentPool.take()
      try {
        await use(deployment)
        if (task.result?.state === 'fail') await tellFailure(task.name)
      } finally {
        giveBack()
      }
    },
  }
  // Vitest gives the one to the other; its types would show both to the tests.
  return fixtures as unknown as VitestFixtures
}
