import type {Plan} from '../topology/plan.ts'
import type {Snapshot} from './entries/snapshot.ts'
import type {UnreadLog} from './entries/unread-log.ts'
import type {InstanceNames} from './incidents/names.ts'

/**
 * The parts of a failover, in milliseconds from its beginning; null for what did not happen.
 *
 * - `sdownMs`: the first sentinel counts the master as down; in a cluster the first node does (PFAIL), as far as that
 *   was logged or probed
 * - `odownMs`: enough sentinels do; in a cluster a majority of the masters (FAIL)
 * - `electedMs`: the leader is elected; in a cluster the replica itself, which is promoted by that
 * - `promotedMs`: the chosen replica has become a master
 * - `writableMs`: the first write that the probe got through to it; without a probe, the same as `promotedMs`
 * - `agreedMs`: every sentinel that runs tells clients the new address; in a cluster every node that runs does
 * - `reattachedMs`: every replica that runs is in step with the new master, and the leader knows; for programs of the
 *   library it need not know yet
 */
export interface FailoverPhases {
  readonly sdownMs: number | null
  readonly odownMs: number | null
  readonly electedMs: number | null
  readonly promotedMs: number | null
  readonly writableMs: number | null
  readonly agreedMs: number | null
  readonly reattachedMs: number | null
}

export interface SeenBy {
  readonly sentinel: string
  readonly ms: number
}

export interface Vote {
  readonly voter: string
  readonly candidate: string
  readonly ms: number
}

export type AttemptResult = 'promoted' | 'not-elected' | 'no-good-replica' | 'replica-timeout' | 'open'

/** A round of election, and what its winner did. */
export interface Attempt {
  readonly epoch: number
  readonly startedMs: number
  readonly candidates: readonly string[]
  readonly votes: readonly Vote[]
  readonly leader: string | null
  readonly electedMs: number | null
  readonly selected: string | null
  readonly selectedMs: number | null
  readonly result: AttemptResult
  readonly endedMs: number | null
}

export interface Reattachment {
  readonly instance: string
  readonly ms: number
  readonly resync: 'partial' | 'full' | 'none' | 'unknown'
}

export interface SeenByNode {
  readonly node: string
  readonly ms: number
}

/** The settings that a failover of sentinels went by; null for what is not known. */
export interface InForce {
  readonly downAfterMs: number | null
  readonly failoverTimeoutMs: number | null
  readonly parallelSyncs: number | null
  readonly quorum: number | null
  /** How many sentinels the elected one knew, running or not. */
  readonly sentinels: number | null
}

/** What every failover has beside its phases. */
export interface CommonDetails {
  readonly attempts: readonly Attempt[]
  /** Why the chosen replica was chosen, as far as logs and settings tell. */
  readonly choice: string | null
  /** Whether the moment from which times are counted was seen: else the master was silent since then at the latest. */
  readonly isOnsetKnown: boolean
  readonly reattached: readonly Reattachment[]
  readonly oldMasterReturn: Reattachment | null
  /** Somebody asked for it: SENTINEL FAILOVER of a sentinel, CLUSTER FAILOVER of a replica. */
  readonly requestedAt: string | null
  /** The longest time without a write that got through, as the probe saw it. */
  readonly outageMs: number | null
}

/** A failover of sentinels; what is known of a deployment without sentinels has the same form. */
export interface SentinelDetails extends CommonDetails {
  readonly kind: 'sentinel'
  readonly sdown: readonly SeenBy[]
  readonly odown: readonly (SeenBy & {readonly votes: number; readonly quorum: number})[]
  /** When each sentinel began to name the new master to clients. */
  readonly switched: readonly SeenBy[]
  /** Sentinels that ran and had not named the new master to clients. */
  readonly behind: readonly string[]
  readonly inForce: InForce
}

/** A failover in a shard of a cluster. */
export interface ClusterDetails extends CommonDetails {
  readonly kind: 'cluster'
  /** Which nodes count the master as possibly failing. Redis logs it from 8 on; before that only the probe sees it. */
  readonly pfail: readonly SeenByNode[]
  /** Which nodes know that a majority of the masters does. */
  readonly fail: readonly SeenByNode[]
  /** How long each replica waits before it asks for votes. */
  readonly delays: readonly (Omit<SeenByNode, 'node'> & {
    readonly instance: string
    readonly delayMs: number
    /** How many replicas of the shard have more of the data. */
    readonly rank: number
    readonly offset: number
  })[]
  /** A majority of the masters. */
  readonly votesNeeded: number
  /** Which nodes send clients to the new master. */
  readonly agreed: readonly SeenByNode[]
  /** Which nodes served nothing, not even the slots of other shards, and from when to when. */
  readonly stopped: readonly {readonly node: string; readonly fromMs: number; readonly toMs: number | null}[]
  /** Here `downAfterMs` is cluster-node-timeout. */
  readonly inForce: Pick<InForce, 'downAfterMs'>
}

export type FailoverDetails = SentinelDetails | ClusterDetails

export interface Failover<Details extends FailoverDetails = FailoverDetails> {
  readonly masterName: string
  /** ISO 8601: all times are measured from here. */
  readonly at: string
  /** What redislab did, in words; null when it began by itself. */
  readonly cause: string | null
  readonly oldMaster: string
  readonly newMaster: string | null
  /** Whether a replica took over. */
  readonly outcome: 'failed-over' | 'no-failover'
  /** Whether nothing is left to wait for. */
  readonly isComplete: boolean
  readonly phases: FailoverPhases
  readonly details: Details
}

/** A failover that is over: a replica took over, and takes writes. */
export interface CompletedFailover extends Failover {
  readonly newMaster: string
  readonly outcome: 'failed-over'
  readonly phases: CompletedPhases
}

/** What every failover has that is over. A failover that was asked for has no `sdownMs`, one master alone no `reattachedMs`. */
export interface CompletedPhases extends FailoverPhases {
  readonly promotedMs: number
  readonly writableMs: number
}

/** Whether a failover is over, and all of it is known. */
export function isCompleted(failover: Failover): failover is CompletedFailover {
  const {newMaster, isComplete, phases} = failover
  const {promotedMs, writableMs} = phases
  return newMaster !== null && isComplete && promotedMs !== null && writableMs !== null
}

export interface MeasureContext {
  readonly plan: Plan
  readonly names: InstanceNames
  /** Instances that were found not to run, though redislab did not see to that. @default none */
  readonly down?: Pick<ReadonlySet<string>, 'has'>
  /** What the instances answer now: a value that is another one than was known has been changed unseen. */
  readonly now?: Snapshot | undefined
  /** Logs of which nothing could be made: what they would say is not known. */
  readonly unread?: readonly UnreadLog[]
  /** When the first line of each log was written, in milliseconds since 1970: of what was before it says nothing. */
  readonly logsFrom?: ReadonlyMap<string, number>
  /** Whose clocks nothing links to those of the others: whether their logs reach back so far is not known. */
  readonly unlinked?: ReadonlySet<string> | undefined
  /** By whose word replicas are in step again: theirs, or that of the leader, up to a second later. @default leader */
  readonly reattachedBy?: 'leader' | 'replica' | undefined
}
