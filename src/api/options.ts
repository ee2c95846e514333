import type {InstanceKind} from '../core/words.ts'

/** The words that the functions and the methods of a deployment share. Times are in milliseconds. */

/** Any other text. It keeps the words beside it as hints for editors. */
type OtherText = string & Record<never, never>

/**
 * Points at instances: a name (`n2`), a role that instances have now (`master`, `replicas`), one of several (`replica:2`), a
 * group or a shard (`mymaster-2/master`, `shard:2`), the shard of a slot or a key (`slot:866`, `key:foo`), or `all`.
 */
export type Target =
  | 'master'
  | 'replica'
  | 'sentinel'
  | 'leader'
  | 'masters'
  | 'replicas'
  | 'sentinels'
  | 'all'
  | OtherText

/** One target or several. */
export type Targets = Target | readonly Target[]

/** The number of masters, replicas and sentinels: `1m2r3s` is 1 master, 2 replicas and 3 sentinels. */
export type TopologyText = '1m' | '1m1r' | '1m2r' | '1m2r3s' | '2m4r3s' | '3m3r' | OtherText

/** Options of everything that can be aborted. */
export interface Abortable {
  /** Aborts the call, which then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

/** Options of `diagnose`. */
export interface DiagnoseOptions extends Abortable {
  /**
   * The time zones of the clocks that stamped the logs: `s2=+02:00`, `s2=Europe/Berlin`; without a name that of all.
   * @default what the lines show
   */
  readonly zones?: readonly string[] | undefined
  /** The year of lines that do not say theirs. @default what other lines show */
  readonly year?: number | undefined
  /** Brings clocks in step that are off, by lines of one event that two of them stamped. @default false */
  readonly align?: boolean | undefined
}

/** Options of what is about one master group. */
export interface MasterNameOptions {
  /** The name of the master group, or of the shard of a cluster. @default the first */
  readonly masterName?: string | undefined
}

/** Where a deployment is looked for. */
export interface FindOptions {
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
}

/** Where an instance listens. */
export interface Address {
  /** An IP address. */
  readonly host: string
  /** The port that clients connect to. */
  readonly port: number
}

/** An instance as it was planned. */
export interface Instance extends Address {
  /** `n1 n2 …` for data instances, `s1 s2 …` for sentinels. */
  readonly name: string
  /** `redis` for a data instance, `sentinel` for a sentinel. */
  readonly kind: InstanceKind
  /** `host:port` */
  readonly address: string
  /** The master group that a data instance was planned for. */
  readonly masterName?: string
}
