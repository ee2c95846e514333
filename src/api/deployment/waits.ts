import type {CompletedFailover} from '../../core/timeline/failover.ts'
import type {Abortable, MasterNameOptions} from '../options.ts'

/** Waiting for what a fault causes. */
export interface DeploymentWaits {
  /**
   * Waits until the most recent failover is complete: every running sentinel names the new master, and every running
   * replica follows it. Returns at once if it already is. Failovers before the start, the last reset, or the last one that this
   * method returned do not count. It does not wait until the leading sentinel notes the end, up to a second later.
   *
   * @throws RedislabError TIMED_OUT with the reason why there was none; WRONG_STATE when no instance could take over;
   * TARGET_NOT_FOUND when there is no group `masterName`
   */
  awaitFailover(options?: AwaitFailoverOptions): Promise<CompletedFailover>
}

/** Options of `awaitFailover`. */
export interface AwaitFailoverOptions extends MasterNameOptions, Abortable {
  /** How long to wait, in milliseconds. @default the time of two attempts at a failover */
  readonly withinMs?: number | undefined
}
