import type {Deployment} from '../api/deployment/deployment.ts'
import type {TopologyText} from '../api/options.ts'
import {callFromCaller} from './call-from-caller.ts'
import {DeploymentPool} from './deployment-pool.ts'
import type {TestingOptions} from './options.ts'

/** What a test receives. */
export interface WithDeployment {
  /** A deployment that is as at its start. */
  readonly deployment: Deployment
}

/** Defines a test that takes a deployment. It may take `timeoutMs` milliseconds, by default 60 000. */
export type DefineTest = (name: string, run: (given: WithDeployment) => unknown, timeoutMs?: number) => void

/** Defines tests that take a deployment. */
export interface TestWithDeployment extends DefineTest {
  /** Defines a test of a file of which only such tests run. */
  readonly only: DefineTest
  /** Defines a test that does not run. */
  readonly skip: DefineTest
}

/** A failover takes seconds, and by default Jest gives a test five of them. */
const timeoutMs = 60_000

type Define = (name: string, run: () => Promise<void>, timeoutMs?: number) => void

/** The functions that Jest has as globals, or exports from `@jest/globals`. */
export interface Jest {
  /** Defines a test. */
  readonly test: Define & {readonly only: Define; readonly skip: Define}
  /** Called with what ends the deployments after the tests of the file. */
  readonly afterAll: (run: () => Promise<void>, timeoutMs?: number) => void
}

/**
 * Gives the tests of a file of Jest a deployment, which is reset before each of them. Tests that run at the same time have
 * one each. When a test fails, the reasons and the timeline of its deployment are printed.
 *
 * @param topology the number of masters, replicas and sentinels, such as `1m2r3s`
 *
 * @example
 * import {jestTest} from 'redislab/testing'
 *
 * const testDeployment = jestTest({test, afterAll}, '1m2r3s')
 * testDeployment('the master dies', async ({deployment}) => {
 *   await deployment.kill('master')
 *   await deployment.awaitFailover()
 * })
 */
export function jestTest(
  {test, afterAll}: Jest,
  topology: TopologyText,
  options: TestingOptions = {},
): TestWithDeployment {
  const pool = new DeploymentPool(topology, options)
  afterAll(() => pool.stop(), timeoutMs)
  const defineBy =
    (framework: Define): DefineTest =>
    (name, run, timeout = timeoutMs) =>
      framework(name, () => runTest(pool, name, run), timeout)
  return Object.assign(defineBy(test), {only: defineBy(test.only), skip: defineBy(test.skip)})
}

/** The functions that `node:test` exports. */
export interface NodeTest {
  /** Defines a test. */
  readonly test: (
    name: string,
    options: {readonly timeout?: number; readonly only?: boolean; readonly skip?: boolean},
    run: () => Promise<void>,
  ) => unknown
  /** Called with what ends the deployments after the tests of the file. */
  readonly after: (run: () => Promise<void>, options?: {readonly timeout?: number}) => void
}

/**
 * Gives the tests of a file of `node:test` a deployment, which is reset before each of them. Tests that run at the same time
 * have one each. When a test fails, the reasons and the timeline of its deployment are printed.
 *
 * @param topology the number of masters, replicas and sentinels, such as `1m2r3s`
 *
 * @example
 * import {after, test} from 'node:test'
 * import {nodeTest} from 'redislab/testing'
 *
 * const testDeployment = nodeTest({test, after}, '1m2r3s')
 * testDeployment('the master dies', async ({deployment}) => {
 *   await deployment.kill('master')
 *   await deployment.awaitFailover()
 * })
 */
export function nodeTest(
  {test, after}: NodeTest,
  topology: TopologyText,
  options: TestingOptions = {},
): TestWithDeployment {
  const pool = new DeploymentPool(topology, options)
  after(() => pool.stop(), {timeout: timeoutMs})
  const defineWith = (more: {readonly only?: boolean; readonly skip?: boolean}): DefineTest => {
    const defineTest: DefineTest = (name, run, timeout = timeoutMs) =>
      void callFromCaller(defineTest, test, name, {timeout, ...more}, () => runTest(pool, name, run))
    return defineTest
  }
  return Object.assign(defineWith({}), {only: defineWith({only: true}), skip: defineWith({skip: true})})
}

async function runTest(
  pool: DeploymentPool,
  name: string,
  run: (given: WithDeployment) => unknown,
): Promise<void> {
  const {deployment, tellFailure, giveBack} = await pool.take()
  try {
    await run({deployment})
  } catch (error) {
    await tellFailure(name)
    throw error
  } finally {
    giveBack()
  }
}
