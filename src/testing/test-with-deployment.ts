import type {Deployment} from '../api/deployment.ts'
import type {TestingOptions} from './options.ts'
import {SharedDeployment} from './shared-deployment.ts'

/** What a test is given. */
export interface WithDeployment {
  /** As at the start, for each test. */
  readonly lab: Deployment
}

/** Defines a test that needs the deployment. */
export type DefineTest = (name: string, run: (given: WithDeployment) => unknown, timeoutMs?: number) => void

export interface TestWithDeployment extends DefineTest {
  readonly only: DefineTest
  readonly skip: DefineTest
}

/** A failover takes seconds, and Jest gives a test five of them unless told. */
const timeoutMs = 60_000

type Define = (name: string, run: () => Promise<void>, timeoutMs?: number) => void

/** What Jest has as globals, or exports from `@jest/globals`. */
export interface Jest {
  readonly test: Define & {readonly only: Define; readonly skip: Define}
  readonly afterAll: (run: () => Promise<void>, timeoutMs?: number) => void
}

/**
 * Gives the tests of a file of Jest a deployment, put back to its beginning before each of them. Of a test that fails the
 * timeline is told with it.
 *
 * @example
 * import {jestTest} from 'redislab/testing'
 *
 * const testLab = jestTest({test, afterAll}, '1m2r3s')
 * testLab('the master dies', async ({lab}) => {
 *   await lab.kill('master')
 *   await lab.awaitFailover()
 * })
 */
export function jestTest(
  {test, afterAll}: Jest,
  topology: string,
  options: TestingOptions = {},
): TestWithDeployment {
  const shared = new SharedDeployment(topology, options)
  afterAll(() => shared.stop(), timeoutMs)
  const {only, skip} = test
  return define(shared, {all: test, only, skip})
}

/** What `node:test` exports. */
export interface NodeTest {
  readonly test: (
    name: string,
    options: {readonly timeout?: number; readonly only?: boolean; readonly skip?: boolean},
    run: () => Promise<void>,
  ) => unknown
  readonly after: (run: () => Promise<void>, options?: {readonly timeout?: number}) => void
}

/**
 * Gives the tests of a file of `node:test` a deployment, put back to its beginning before each of them. Of a test that
 * fails the timeline is told with it.
 *
 * @example
 * import {after, test} from 'node:test'
 * import {nodeTest} from 'redislab/testing'
 *
 * const testLab = nodeTest({test, after}, '1m2r3s')
 * testLab('the master dies', async ({lab}) => {
 *   await lab.kill('master')
 *   await lab.awaitFailover()
 * })
 */
export function nodeTest(
  {test, after}: NodeTest,
  topology: string,
  options: TestingOptions = {},
): TestWithDeployment {
  const shared = new SharedDeployment(topology, options)
  after(() => shared.stop(), {timeout: timeoutMs})
  const defineWith =
    (more: {readonly only?: boolean; readonly skip?: boolean}): Define =>
    (name, run, timeout = timeoutMs) =>
      void test(name, {timeout, ...more}, run)
  return define(shared, {all: defineWith({}), only: defineWith({only: true}), skip: defineWith({skip: true})})
}

function define(
  shared: SharedDeployment,
  {all, only, skip}: {readonly all: Define; readonly only: Define; readonly skip: Define},
): TestWithDeployment {
  const by =
    (framework: Define): DefineTest =>
    (name, run, timeout = timeoutMs) =>
      framework(name, () => runTest(shared, name, run), timeout)
  return Object.assign(by(all), {only: by(only), skip: by(skip)})
}

async function runTest(
  shared: SharedDeployment,
  name: string,
  run: (given: WithDeployment) => unknown,
): Promise<void> {
  const lab = await shared.take()
  try {
    await run({lab})
  } catch (error) {
    await shared.tellFailure(name)
    throw error
  }
}
