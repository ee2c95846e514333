import type {LockStrategyName} from '../core/load/lock-strategies.ts'
import type {LoadKind, LoadReport, LoadSnapshot} from '../core/load/report.ts'

/** Options of `startLoad`. */
export interface LoadOptions<Kind extends LoadKind = LoadKind> {
  /** What the clients do. */
  readonly kind: Kind
  /** Operations per second, of all clients together; null for as many as possible. @default 200; of locks 50 */
  readonly rate?: number | null | undefined
  /** The number of clients that work at the same time. @default 4; of locks 8 */
  readonly concurrency?: number | undefined
  /** How locks are taken. @default 'lua' */
  readonly strategy?: LockStrategyName | undefined
  /** The master group, where there are several. With strategy `redlock` locks are taken at all of them. @default the only one */
  readonly masterName?: string | undefined
  /**
   * A target, one data instance: the clients stay connected to it whatever its role becomes, like an application with a
   * hard-coded address. @default the clients follow the master
   */
  readonly at?: string | undefined
  /** Starts although no client can connect yet: operations that fail until then are measured as well. @default false */
  readonly beginsDown?: boolean | undefined
  /** Aborts the start, which then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

/** A running load. Disposing of it stops it. */
export interface Load<Kind extends LoadKind = LoadKind> extends AsyncDisposable {
  /** What the clients do. */
  readonly kind: Kind
  /** Returns what was measured so far. */
  snapshot(): LoadSnapshot
  /**
   * Stops the clients, checks on the master what happened to their operations, and cleans up. Every call returns the same
   * report.
   *
   * @param options `on`: the instance to check on, as it is. Default: the master, once there is one and all sentinels agree
   */
  stop(options?: {readonly on?: string | undefined}): Promise<LoadReport<Kind>>
}
