import type {StartDeploymentOptions} from '../api/start-deployment.ts'

export interface TestingOptions extends Omit<StartDeploymentOptions, 'signal' | 'owner' | 'replace'> {
  /**
   * A folder for what is kept of tests that failed: their timelines, as text and as JSON lines.
   *
   * @default `$REDISLAB_ARTIFACTS`; nothing is kept without it
   */
  readonly artifacts?: string | undefined
  /** Put everything back before each test but the first. @default true */
  readonly reset?: boolean | undefined
}
