import type {LogRecord} from '../../core/redis/log-record.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import type {FailoverPhases} from '../../core/timeline/failover.ts'
import type {Abortable, Instance, MasterNameOptions, Targets} from '../options.ts'

/** Looking at a deployment: its instances now, and what happened to them. */
export interface DeploymentViews {
  /** The name of the deployment in its state folder. */
  readonly name: string

  /** All instances: names and addresses, which never change. The role of each now is in {@link status}. */
  readonly instances: readonly Instance[]

  /** The name by which sentinels know the master, the first of several. In a cluster: the name of the first shard. */
  readonly masterName: string

  /**
   * Returns the state and the role of every instance now. Asks each of them and waits at most a second, so it works with
   * any number of them dead or paused.
   */
  status(options?: Abortable): Promise<DeploymentStatus>

  /**
   * Returns the instance that is master now.
   *
   * @param masterName the master group or shard. Default: the first
   * @throws RedislabError TARGET_NOT_FOUND when there is no such group; WRONG_STATE when it has no master now
   */
  master(masterName?: string, options?: Abortable): Promise<InstanceStatus>

  /**
   * Returns everything that happened since the start or the last reset, in the order of time: what was done to the
   * deployment, and what every instance logged.
   */
  timeline(options?: TimelineOptions): Promise<readonly TimelineEntry[]>

  /**
   * Returns the phases of the last failover since the start or the last reset, as far as it has come; undefined when there
   * was none.
   *
   * @throws RedislabError TARGET_NOT_FOUND when there is no group `masterName`
   */
  phases(options?: MasterNameOptions & Abortable): Promise<FailoverPhases | undefined>

  /**
   * Explains why the last failover since the start or the last reset happened, or why there was none: a sentence, and
   * reasons with the lines that show them. Returns several when one fault hit several masters, and none when no master
   * was affected.
   */
  explain(options?: Abortable): Promise<readonly Explanation[]>

  /**
   * Returns what instances logged since the start or the last reset: the lines of all logs in the order of time.
   *
   * @param targets the instances whose logs are read. Default: all
   * @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
   */
  logs(targets?: Targets, options?: LogOptions): Promise<readonly LogRecord[]>
}

/** Options of `timeline`. */
export interface TimelineOptions extends Abortable {
  /** Only what happened at or after this moment, in milliseconds since 1970. @default the start or the last reset */
  readonly sinceMs?: number | undefined
  /** Includes routine lines, such as those about saving. @default false */
  readonly everything?: boolean | undefined
}

/** Options of `logs`. */
export interface LogOptions extends Abortable {
  /** Only lines at or after this moment, in milliseconds since 1970. @default the start or the last reset */
  readonly sinceMs?: number | undefined
  /** Only this many of the last lines of all logs together. @default all */
  readonly tail?: number | undefined
  /** Only lines whose message matches. @default all */
  readonly grep?: RegExp | undefined
}
