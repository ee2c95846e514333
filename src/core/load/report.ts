import type {LockStrategyName} from './lock-strategies.ts'

/** The words of the JSON of `load`. */

export const loadKinds = ['acked-writes', 'reads', 'locks', 'blocked-pops', 'pubsub'] as const
export type LoadKind = (typeof loadKinds)[number]

export interface Latency {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/** A time without any success in which something failed. */
export interface Outage {
  readonly ms: number
  /** ISO 8601; null when nothing had succeeded before. */
  readonly lastSuccess: string | null
  /** Null when nothing succeeded any more. */
  readonly firstSuccess: string | null
}

/** What happened in one stretch of time. */
export interface Stretch {
  /** Its beginning, ISO 8601. */
  readonly at: string
  readonly ms: number
  readonly succeeded: number
  readonly errors: Readonly<Record<string, number>>
}

/** What every load measures, as its clients saw it. */
export interface LoadMeasures {
  readonly startedAt: string
  readonly endedAt: string
  readonly durationMs: number
  readonly succeeded: number
  readonly failed: number
  /** Failures by kind: Redis's own word (READONLY, NOREPLICAS, OOM …), or timeout, refused, reset, closed … */
  readonly errors: Readonly<Record<string, number>>
  /** Of what succeeded, milliseconds; null when nothing did. */
  readonly latencyMs: Latency | null
  /** The longest outage; 0 when there was none. */
  readonly outageMs: number
  readonly outage: Outage | null
  /** How many outages lasted 100 ms or longer. */
  readonly outages: number
  /** The longest time between two successes, with or without failures in between. */
  readonly longestGapMs: number
  readonly overTime: readonly Stretch[]
}

export interface AckedWritesFindings {
  readonly kind: 'acked-writes'
  /** Writes that Redis answered with OK: always surviving + lost, where it could be looked. */
  readonly acknowledged: number
  readonly surviving: number | null
  readonly lost: number | null
  /** Writes that were sent and whose answer never came: each may be there or not. */
  readonly unknown: number
  readonly unknownSurviving: number | null
  /** Writes that Redis refused, or that were never sent. */
  readonly refused: number
  /** When the first and the last of the lost writes were acknowledged, ISO 8601. */
  readonly lostFrom: string | null
  readonly lostTo: string | null
}

export interface ReadsFindings {
  readonly kind: 'reads'
  readonly right: number
  /** Keys that were written before the load and were not there. */
  readonly missing: number
  /** Keys with another value than was written. */
  readonly wrong: number
}

export interface LocksFindings {
  readonly kind: 'locks'
  readonly strategy: LockStrategyName
  readonly acquired: number
  /** Tries while somebody else held the lock. */
  readonly contended: number
  /** Acquired while another client believed that it held it still: mutual exclusion was broken. */
  readonly doubleHeld: number
  /** The most clients that believed to hold the same lock at one moment. */
  readonly mostHolders: number
  /** Acquired with a fencing number that was not higher than one given before. */
  readonly fencingBroken: number
  /** Locks that were gone, or somebody else's, when their holder gave them back in time. */
  readonly lostWhileHeld: number
  /** Times that a watchdog gave a lock another TTL. */
  readonly renewed: number
}

export interface BlockedPopsFindings {
  readonly kind: 'blocked-pops'
  /** Pushes that Redis answered: always popped + left + lost, where it could be looked. */
  readonly acknowledged: number
  readonly popped: number
  readonly left: number | null
  readonly lost: number | null
  readonly unknown: number
  /** Items that were popped more than once. */
  readonly duplicated: number
  /** Pops of which the server let go: UNBLOCKED, as a master does that becomes a replica. */
  readonly unblocked: number
}

export interface PubsubFindings {
  readonly kind: 'pubsub'
  readonly subscribers: number
  /** Messages that Redis took. */
  readonly published: number
  /** Over all subscribers: published × subscribers = received + missed. */
  readonly received: number
  readonly missed: number
  readonly duplicated: number
  /** Runs of messages that a subscriber missed. */
  readonly gaps: number
  readonly longestGap: number
}

interface FindingsByKind {
  readonly 'acked-writes': AckedWritesFindings
  readonly reads: ReadsFindings
  readonly locks: LocksFindings
  readonly 'blocked-pops': BlockedPopsFindings
  readonly pubsub: PubsubFindings
}

export type Findings = FindingsByKind[LoadKind]

/** What a load came to: what every load measures, and what its kind found. */
export type LoadReport<Kind extends LoadKind = LoadKind> = {
  readonly deployment: string
  readonly masterName: string
  /** Operations a second that were asked for; null for as many as possible. */
  readonly rate: number | null
  readonly concurrency: number
  /** The instance that the clients stayed at; null when they followed the master. */
  readonly at: string | null
  /** Where it was looked afterwards; null when there was no master to look on, and then `notChecked` says why. */
  readonly checkedOn: string | null
  readonly notChecked: string | null
  /** Others that said they were master too: they may have writes that are not where it was looked, and will lose them. */
  readonly otherMasters: readonly string[]
} & LoadMeasures &
  FindingsByKind[Kind]

/** A look at a load that is under way. */
export interface LoadSnapshot {
  readonly kind: LoadKind
  readonly elapsedMs: number
  readonly succeeded: number
  readonly failed: number
  readonly errors: Readonly<Record<string, number>>
  /** Milliseconds since the last success, while things fail; null while all is well. */
  readonly outageMs: number | null
}
