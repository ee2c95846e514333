import type {ReshardReport} from './reshard-report.ts'

/** The words of the JSON of `add` and `remove`. */

/** The result of adding an instance. */
export interface AddReport {
  readonly added: {
    readonly name: string
    readonly role: 'master' | 'replica'
    readonly address: string
    readonly pid: number
    /** The master group that it belongs to; in a cluster its shard. */
    readonly masterName: string
    /** Of replicas. */
    readonly replicaOf?: string
  }
  /** Milliseconds until it was one of the others. */
  readonly readyMs: number
  /** When it began, ISO 8601. */
  readonly at: string
}

/** The result of removing an instance. */
export interface RemoveReport {
  readonly removed: {
    readonly name: string
    /** What it was before. */
    readonly role: 'master' | 'replica' | 'unknown'
    readonly address: string
    /** Null when it did not run. */
    readonly pid: number | null
  }
  /** Those that replicated from it, and their master now. */
  readonly replicas: readonly {readonly name: string; readonly replicaOf: string}[]
  /** With --reshard: where its slots went. */
  readonly moves: readonly ReshardReport[]
  /** When it began, ISO 8601. */
  readonly at: string
}
