import type {LockStrategyName} from '../core/load/lock-strategies.ts'
import type {Findings} from '../core/load/report.ts'
import type {Connection} from '../engine/redis/connection.ts'
import type {FollowingClient, FollowingClientOptions} from '../engine/redis/following-client.ts'

export interface ClientOptions extends FollowingClientOptions {
  readonly master?: string | undefined
}

/** What a workload is given to work with. */
export interface LoadContext {
  /** Begins every key and channel of this load. */
  readonly prefix: string
  readonly concurrency: number
  /** The names of all master groups. */
  readonly masters: readonly string[]
  /** To the master that the load is for, unless another one is named. */
  readonly openClient: (options?: ClientOptions) => FollowingClient
  /** How locks are taken. */
  readonly strategy: LockStrategyName
  /** Counts one call and its latency, or its failure, which is thrown on. */
  readonly measured: <Value>(call: () => Promise<Value>) => Promise<Value>
  /** Counts a failure only. */
  readonly fail: (kind: string) => void
  /** Aborted when the load is to end. */
  readonly signal: AbortSignal
}

/**
 * What a load does, and what it makes of the answers. `operate` is called again and again by each of its workers, at the
 * rate that was asked for; a CallFailure that it throws has been counted and is otherwise ignored.
 */
export interface Workload extends Disposable {
  /** How many call `operate` at the same time. */
  readonly workers: number
  /** Before the first operation. */
  readonly prepare?: () => Promise<void>
  readonly operate: (worker: number) => Promise<void>
  /** What goes on beside the workers, until the signal. */
  readonly background?: () => Promise<void>
  /** Looks on a master, once nothing is under way any more; undefined when there is none to look on. */
  readonly finish: (master: Connection | undefined) => Promise<Findings>
}

export type WorkloadFactory = (context: LoadContext) => Workload

/** As many keys as are asked for in one command when a load looks or cleans up. */
export const batchSize = 500

/** Deletes keys that a load wrote. */
export async function deleteKeys(master: Connection, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += batchSize) {
    await master.call('UNLINK', ...keys.slice(from, from + batchSize))
  }
}
