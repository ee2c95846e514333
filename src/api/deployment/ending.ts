import type {ResetReport} from '../../core/contract/reset-report.ts'
import type {Abortable} from '../options.ts'

/** Starting over, and ending a deployment. */
export interface DeploymentEnding extends AsyncDisposable {
  /**
   * Restores the beginning, for the next test: every process runs, no fault is in force, roles and settings are those of the
   * start, there is no data, and a failover would work. What cannot be restored in place is started again. Clients stay
   * connected where their instance does.
   *
   * @throws RedislabError TIMED_OUT, and what starting an instance throws
   */
  reset(options?: ResetOptions): Promise<ResetReport>

  /**
   * Ends every process of the deployment and removes its folder. Returns how many processes were ended; 0 when the
   * deployment is gone already.
   *
   * @throws RedislabError DEPLOYMENT_BUSY, STATE_UNREADABLE, STATE_UNWRITABLE
   */
  close(options?: CloseOptions): Promise<number>

  /** Does the same as `close()`: `await using` ends the deployment with its block. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Options of `reset`. */
export interface ResetOptions extends Abortable {
  /** How long to wait, in milliseconds. @default 30 000 */
  readonly withinMs?: number | undefined
}

/** Options of `close`. */
export interface CloseOptions extends Abortable {
  /** Keeps its folder, with data and logs. @default false */
  readonly keep?: boolean | undefined
}
