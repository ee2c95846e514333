import type {ClientType, Fault} from '../faults/faults.ts'
import type {Link} from '../links/link.ts'
import type {LinkFaultKind} from '../links/link-fault.ts'
import type {InstanceKind, InstanceState, Role} from '../words.ts'

/** The words of the JSON of `kill`, `partition` and their siblings. */

/** An instance that something was done to, and what was learned by doing it. */
export interface AffectedInstance {
  readonly name: string
  readonly address: string
  /** What it was before. */
  readonly role: Role
  /** The process that the fault was done to; of a started instance, the new one. */
  readonly pid: number | null
  /** Of a disconnect: how many connections were closed, by the type of the client. */
  readonly closed?: Readonly<Partial<Record<ClientType, number>>>
  /** Of a failover: the sentinel that was asked for it. */
  readonly sentinel?: string
  /** Of a fill: the limit that was set, and what was used then, in bytes. */
  readonly maxmemory?: number
  readonly used?: number
  /** Of a resumed instance: for how long it was paused, as far as redislab did it. */
  readonly pausedMs?: number
  /** Of a resumed sentinel: it saw its clock jump by 2 s or more, and does nothing for 30 s. */
  readonly tilt?: boolean
}

export interface SkippedInstance {
  readonly name: string
  readonly state: InstanceState
  /** Some faults are for data instances only. */
  readonly kind: InstanceKind
}

/** What a fault did. */
export interface FaultReport {
  readonly fault: Fault['kind']
  readonly instances: readonly AffectedInstance[]
  /** Those of a plural target that it could not be done to, since they are as it would make them, or cannot be. */
  readonly skipped: readonly SkippedInstance[]
  /** When it was done, ISO 8601. */
  readonly at: string
  /** The disk is full: it was done, and neither the journal nor the record says so. */
  readonly unrecorded?: true
}

/** What a fault of links did. */
export interface LinkFaultReport {
  readonly fault: LinkFaultKind
  /** The targets. */
  readonly instances: readonly AffectedInstance[]
  /** On which links it was done. */
  readonly links: readonly Link[]
  /** When it was done, ISO 8601. */
  readonly at: string
}
