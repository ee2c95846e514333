import type {Deployment} from '../api/deployment.ts'
import type {TestingOptions} from './options.ts'
import {SharedDeployment} from './shared-deployment.ts'

/** What Vitest gives a fixture, as far as it is used here. */
interface VitestContext {
  readonly task: {readonly name: string}
  readonly onTestFailed: (tell: () => Promise<void>) => void
}

/** Fixtures for `test.extend` of Vitest 3.2 and later. */
export interface VitestFixtures {
  /** As at the start, for each test. */
  readonly lab: (context: VitestContext, use: (lab: Deployment) => Promise<void>) => Promise<void>
}

/** What the tests need not see: started by the first of a worker that asks for it, and stopped when the worker is done. */
interface WorkerFixtures {
  readonly sharedDeployment: readonly [
    (context: object, use: (shared: SharedDeployment) => Promise<void>) => Promise<void>,
    {readonly scope: 'worker'},
  ]
  readonly lab: (
    context: VitestContext & {readonly sharedDeployment: SharedDeployment},
    use: (lab: Deployment) => Promise<void>,
  ) => Promise<void>
}

/**
 * Gives the tests of Vitest a deployment, `lab`: one a worker, put back to its beginning before each test. Of a test that
 * fails the timeline is told with it.
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
export function vitestFixtures(topology: string, options: TestingOptions = {}): VitestFixtures {
  const fixtures: WorkerFixtures = {
    sharedDeployment: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that are needed from the pattern.
      async ({}, use) => {
        const shared = new SharedDeployment(topology, options)
        try {
          await use(shared)
        } finally {
          await shared.stop()
        }
      },
      {scope: 'worker'},
    ],
    lab: async ({sharedDeployment, task, onTestFailed}, use) => {
      const lab = await sharedDeployment.take()
      onTestFailed(() => sharedDeployment.tellFailure(task.name))
      await use(lab)
    },
  }
  // Vitest gives the one to the other; its types would show both to the tests.
  return fixtures as unknown as VitestFixtures
}
