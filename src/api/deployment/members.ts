import type {AddReport, RemoveReport} from '../../core/contract/membership-report.ts'
import type {CancelledMigration, ReshardReport} from '../../core/contract/reshard-report.ts'
import type {Abortable, Target} from '../options.ts'

/** The members of a deployment, and the slots of a cluster. */
export interface DeploymentMembers {
  /**
   * Adds an instance: a replica, or to a cluster a master without slots. Returns when the others know it.
   *
   * @throws RedislabError OPTION_INVALID, NOT_SUPPORTED, WRONG_STATE, TIMED_OUT, and what starting an instance throws
   */
  add(options?: AddOptions): Promise<AddReport>

  /**
   * Removes an instance for good, with its folder: a replica, or a master of a cluster that has no slots.
   *
   * @throws RedislabError OPTION_INVALID, NOT_SUPPORTED, WRONG_STATE, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
   */
  remove(target: Target, options?: RemoveOptions): Promise<RemoveReport>

  /**
   * Moves slots of a cluster to other masters while clients continue. Returns one report for each master that gets some.
   *
   * @throws RedislabError USAGE, OPTION_INVALID, WRONG_STATE, TARGET_NOT_FOUND, TARGET_AMBIGUOUS; with `atomic` SERVER_LACKS,
   * TIMED_OUT
   */
  reshard(options: ReshardOptions): Promise<readonly ReshardReport[]>

  /**
   * Calls back the slots that are on their way by `reshard({atomic: true})`. Returns what was under way.
   *
   * @throws RedislabError SERVER_LACKS, WRONG_STATE
   */
  cancelReshard(options?: Abortable): Promise<readonly CancelledMigration[]>
}

/** Options of `add`. */
export interface AddOptions extends Abortable {
  /**
   * The master that the new instance replicates; in a cluster, that of this shard.
   * @default in a cluster none: the new instance is a master without slots
   */
  readonly replicaOf?: Target | undefined
  /** How long to wait, in milliseconds. @default 30 000 */
  readonly withinMs?: number | undefined
}

/** Options of `remove`. */
export interface RemoveOptions extends Abortable {
  /** Moves the slots of a master to the others first. @default false */
  readonly reshard?: boolean | undefined
}

/** Options of `reshard`. They select `slots`, those of `from`, with `to: 'all'` an equal share for each master, or `finish`. */
export interface ReshardOptions extends Abortable {
  /** `866`, `0-100`, `0-100,866`, or the slot of a key: `key:foo`. */
  readonly slots?: string | undefined
  /** The master that gets the slots; `all`: they are shared among all masters. */
  readonly to?: Target | undefined
  /** The master that gives its slots: all of them, or with `count` the first ones. */
  readonly from?: Target | undefined
  /** How many slots of `from` move. @default all */
  readonly count?: number | undefined
  /** Stops after this many keys, and leaves the slot open. @default all keys */
  readonly keys?: number | undefined
  /** Finishes all slots that are open. @default false */
  readonly finish?: boolean | undefined
  /** The slots move whole, as Redis 8.4 and Valkey 9.0 do it. @default false */
  readonly atomic?: boolean | undefined
  /** With `atomic`: whether to wait until the slots have arrived. @default true */
  readonly wait?: boolean | undefined
  /** With `atomic`: how long to wait, in milliseconds; then the move is cancelled. @default 60 000 */
  readonly withinMs?: number | undefined
}
