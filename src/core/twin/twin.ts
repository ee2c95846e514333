import type {Acl} from '../config/access.ts'
import type {Place} from '../evidence/facts.ts'
import type {SlotRange} from '../topology/slots.ts'
import type {Directive, InstanceKind, Mode} from '../words.ts'

/** What happens to a line of a conf: the same, the same in the measure of this machine, or nothing. */
export type Fate = 'kept' | 'adapted' | 'left out'

/** What happened to one line of the conf of an original, and why. */
export interface JudgedLine {
  readonly place: Place
  readonly name: string
  /** Behind the name, as the original has it, with passwords masked. */
  readonly value: string
  readonly fate: Fate
  /** Of what is adapted: what it is here. */
  readonly here: string | null
  /** A phrase. */
  readonly why: string
}

/** One instance of a twin, and the instance that it stands for. */
export interface TwinInstance {
  /** `n1`, `s1`. */
  readonly name: string
  readonly kind: InstanceKind
  /** The original, as the evidence names it. */
  readonly original: string
  /** `host:port` of the original; null where nothing shows it. */
  readonly address: string | null
  /** The host that the original goes down with; null where nothing shows it. */
  readonly host: string | null
  /** Of a data instance: its master group, or shard. */
  readonly masterName?: string
  /** Of a replica: the instance of the twin that it replicates from. */
  readonly replicaOf?: string
  /** Every line of its conf. Empty for one of which there is no conf. */
  readonly lines: readonly JudgedLine[]
  /** What is set for it, after what all instances have. */
  readonly settings: readonly Directive[]
  /** Of a sentinel: what it monitors, by the instance of the twin. */
  readonly monitors: readonly Monitor[]
}

/** One `sentinel monitor`. */
export interface Monitor {
  readonly masterName: string
  readonly instance: string
  readonly quorum: number
}

/** A master group or shard of a twin. */
export interface TwinGroup {
  readonly name: string
  readonly instance: string
  readonly quorum?: number
  readonly slots?: SlotRange
  /** Of a shard whose slots are in several pieces: the others. */
  readonly moreSlots?: readonly SlotRange[]
}

/** Something that is not as in the original, or cannot be known, in a sentence. */
export type Remark = string

/** What a twin of a deployment is to be. */
export interface Twin {
  readonly mode: Mode
  readonly groups: readonly TwinGroup[]
  readonly instances: readonly TwinInstance[]
  /** In milliseconds; of the first group. */
  readonly timers: {
    readonly downAfterMs: number
    readonly failoverTimeoutMs: number
    readonly parallelSyncs: number
  }
  /** By how much all timers are shorter than in the original, and the longest after which an instance counts as down there. */
  readonly timing: {readonly factor: number; readonly originalDownAfterMs: number}
  readonly tls: boolean
  readonly access: {readonly password?: string; readonly sentinelPassword?: string; readonly acl?: Acl}
  readonly remarks: readonly Remark[]
  /** Why it cannot become ready, as its original could not. */
  readonly obstacles: readonly string[]
}
