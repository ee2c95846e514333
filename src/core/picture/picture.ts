import type {Plan} from '../topology/plan.ts'

/** What is drawn of a timeline. All times are milliseconds since 1970. */

/** Who is in the picture. */
export type Cast = Pick<Plan, 'mode' | 'masters' | 'instances'>

/** What an instance is for a while. `leader`: a sentinel that carries out a failover. `loading`: it reads a copy of the data. */
export type BandState =
  | 'master'
  | 'replica'
  | 'sentinel'
  | 'leader'
  | 'loading'
  | 'paused'
  | 'dead'
  | 'stopped'
  | 'unknown'

/** What an instance was from one moment to another. */
export interface Band {
  readonly instance: string
  readonly from: number
  readonly to: number
  readonly state: BandState
  /** Whether cut links kept it from most of the others meanwhile. */
  readonly isCutOff: boolean
}

/** From when on a replica copies from an instance, or tries to. */
export interface Follow {
  readonly at: number
  readonly instance: string
  /** An instance, or an address that is nobody's; null from when on it is a master. */
  readonly of: string | null
  readonly isUp: boolean
}

/**
 * Something that one instance did to another. `vote`: gave it its vote; `promote`: made it a master; `switch`: names it
 * as the master from now on; `sync`: is in step with it from now on.
 */
export interface Arrow {
  readonly at: number
  readonly kind: 'vote' | 'promote' | 'switch' | 'sync'
  readonly from: string
  readonly to: string
}

/** How sure a viewer is that a master is down. Of nodes of a cluster `subjective` is PFAIL and `objective` is FAIL. */
export type Doubt = 'none' | 'subjective' | 'objective'

/** What a sentinel, or a node of a cluster, believes of a master group from a moment on. */
export interface View {
  readonly at: number
  readonly viewer: string
  readonly group: string
  /** Whom it takes for the master; an address where that is nobody's; null while nothing says it. */
  readonly master: string | null
  readonly doubt: Doubt
  /** The newest epoch that it has named; null while it has named none. */
  readonly epoch: number | null
  /** For whom it voted in that epoch. */
  readonly vote: string | null
}

/** A link between two ends that did not let everything through. */
export interface HeldLink {
  readonly from: string
  readonly to: string
  readonly since: number
  /** Null while it lasts. */
  readonly until: number | null
  /** Whether nothing passed; else it was slow. */
  readonly isCut: boolean
}

/** A time without a write that got through, as a probe or a load saw it. */
export interface Outage {
  readonly from: number
  readonly to: number
  readonly by: 'probe' | 'load'
}

export interface Picture {
  readonly bands: readonly Band[]
  readonly follows: readonly Follow[]
  readonly arrows: readonly Arrow[]
  readonly views: readonly View[]
  readonly held: readonly HeldLink[]
  readonly outages: readonly Outage[]
}
