import type {StartDeploymentOptions} from '../api/start-deployment.ts'

/** Options of `vitestFixtures`, `jestTest` and `nodeTest`. Times are in milliseconds. */
export interface TestingOptions extends Omit<StartDeploymentOptions, 'signal' | 'owner' | 'replace'> {
  /**
   * The folder that keeps the timelines of tests that failed, as text and as JSON lines.
   *
   * @default `$REDISLAB_ARTIFACTS`; without it nothing is kept
   */
  readonly artifacts?: string | undefined
  /** Resets the deployment before each test but the first. @default true */
  readonly reset?: boolean | undefined
}
