import type {ClientType} from '../core/faults/faults.ts'
import type {Cut} from '../core/links/link.ts'
import type {InstanceKind} from '../core/words.ts'

/** What the methods of a deployment take and give. Times in milliseconds. */

/** Any other text. It keeps the words beside it as hints for editors. */
type OtherText = string & Record<never, never>

/** A name (`n2`), a role that instances have now (`master`, `replicas`), `mymaster-2/master`, `shard:2`, `all`, … */
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

/** How many masters, replicas and sentinels there are in all: `1m2r3s`. */
export type TopologyText = '1m' | '1m1r' | '1m2r' | '1m2r3s' | '2m4r3s' | '3m3r' | OtherText

export interface Abortable {
  readonly signal?: AbortSignal | undefined
}

export interface MasterNameOptions {
  /** Which group, or shard of a cluster. @default the first */
  readonly masterName?: string | undefined
}

export interface FaultOptions extends Abortable {
  /** Milliseconds after which it is undone, even when this process has ended by then. */
  readonly forMs?: number | undefined
}

export interface KillOptions extends FaultOptions {
  /** @default 'SIGKILL' */
  readonly by?: NodeJS.Signals | undefined
}

export interface DisconnectOptions extends Abortable {
  /** @default all */
  readonly types?: readonly ClientType[] | undefined
}

export interface FailoverOptions extends Abortable {
  /** In a cluster: without asking the master, or asking nobody. @default in agreement with the master */
  readonly manner?: 'force' | 'takeover' | undefined
}

export interface PartitionOptions extends FaultOptions {
  /** From whom: targets, or `clients`. @default all other instances */
  readonly from?: Targets | undefined
  /** They hear nothing of those, and are heard. @default false */
  readonly oneWay?: boolean | undefined
  /** @default 'stall' */
  readonly cut?: Cut | undefined
}

export interface DelayOptions extends FaultOptions {
  /** @default all other instances */
  readonly to?: Targets | undefined
  readonly delayMs?: number | undefined
  readonly jitterMs?: number | undefined
  readonly bytesPerSecond?: number | undefined
}

export interface AwaitFailoverOptions extends MasterNameOptions, Abortable {
  /** @default as long as two tries of a failover take */
  readonly withinMs?: number | undefined
}

export interface TimelineOptions extends Abortable {
  /** Only what happened at or after this moment, in milliseconds since 1970. @default the start or the last reset */
  readonly sinceMs?: number | undefined
  /** Routine lines, too, such as those about saving. @default false */
  readonly everything?: boolean | undefined
}

export interface LogOptions extends Abortable {
  /** Only lines at or after this moment, in milliseconds since 1970. @default the start or the last reset */
  readonly sinceMs?: number | undefined
  /** Only the last so many lines of all logs together. @default all */
  readonly tail?: number | undefined
  /** Only lines whose message matches. */
  readonly grep?: RegExp | undefined
}

export interface AddOptions extends Abortable {
  /** Whose replica it becomes; in a cluster of the master of that shard. @default a master of a cluster, without slots */
  readonly replicaOf?: Target | undefined
  /** @default 30 000 */
  readonly withinMs?: number | undefined
}

export interface RemoveOptions extends Abortable {
  /** Moves the slots of a master to the others first. @default false */
  readonly reshard?: boolean | undefined
}

/** Which slots are moved: `slots`, those of `from`, with `to: 'all'` an equal share for each master, or `finish`. */
export interface ReshardOptions extends Abortable {
  /** `866`, `0-100`, `0-100,866`, or the slot of a key: `key:foo`. */
  readonly slots?: string | undefined
  /** The master that they go to; `all`: shared among all masters. */
  readonly to?: Target | undefined
  /** The master whose slots they are: all of them, or with `count` the first ones. */
  readonly from?: Target | undefined
  readonly count?: number | undefined
  /** Stops after so many keys, and leaves the slot open. @default all keys */
  readonly keys?: number | undefined
  /** Finishes all slots that are open. @default false */
  readonly finish?: boolean | undefined
}

export interface ResetOptions extends Abortable {
  /** @default 30 000 */
  readonly withinMs?: number | undefined
}

export interface StopOptions extends Abortable {
  /** Keep its folder, with data and logs. @default false */
  readonly keep?: boolean | undefined
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** An instance as it was planned. */
export interface Instance extends Address {
  /** `n1 n2 …` for data instances, `s1 s2 …` for sentinels. */
  readonly name: string
  readonly kind: InstanceKind
  /** `host:port` */
  readonly address: string
  /** Of data instances: the master group that it was planned for. */
  readonly masterName?: string
}

/** What `new Redis(…)` of ioredis takes: sentinels and the name of the master, or one address. */
export interface IoredisOptions extends Partial<Address> {
  readonly sentinels?: Address[]
  readonly name?: string
  readonly password?: string
  readonly sentinelPassword?: string
}

/** What `createSentinel(…)` of node-redis takes. */
export interface NodeRedisOptions {
  readonly name: string
  readonly sentinelRootNodes: Address[]
  readonly nodeClientOptions?: {readonly password: string}
  readonly sentinelClientOptions?: {readonly password: string}
}
