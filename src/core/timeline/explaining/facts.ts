import {isDisruption, type TimelineEntry} from '../entries/entry.ts'
import type {Failover, MeasureContext} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {absentIn, goneIn, sentinelsOf} from '../measuring/presence.ts'
import {votesNeeded} from '../measuring/votes-needed.ts'

/** A sentence, and the lines that show it. */
export interface Reason {
  readonly text: string
  readonly evidence: readonly TimelineEntry[]
}

/** What a sentinel knows of a replica: SENTINEL REPLICAS. Times in milliseconds. */
export interface ReplicaFacts {
  readonly name: string
  readonly flags: readonly string[]
  readonly priority: number
  readonly lastPongMs: number
  readonly infoAgeMs: number
  readonly linkDownMs: number
}

export interface ExplainContext extends MeasureContext {
  /** What a sentinel that runs says of the replicas at this moment. */
  readonly replicas?: readonly ReplicaFacts[]
  /** When it was asked, in milliseconds since 1970. */
  readonly askedAt?: number
}

/** An incident with all that is known of it: what each judgement looks at. */
export class IncidentFacts {
  readonly incident: Incident
  readonly failover: Failover
  readonly context: ExplainContext
  /** All of the plan, running or not. */
  readonly sentinels: readonly string[]
  /** How many sentinels are known to who counts votes: those of others come on top of those of the plan. */
  readonly voters: number
  /** Null where it is not known what it was. */
  readonly quorum: number | null
  readonly majority: number
  /** To be elected: a majority, and at least the quorum. */
  readonly votesNeeded: number
  /** Who did not run. */
  readonly gone: ReadonlySet<string>
  /** Who did not run, or was cut off. */
  readonly absent: ReadonlySet<string>

  constructor(incident: Incident, failover: Failover, context: ExplainContext) {
    this.incident = incident
    this.failover = failover
    this.context = context
    const {inForce} = failover.details
    this.sentinels = sentinelsOf(context)
    this.voters = inForce.sentinels ?? this.sentinels.length
    this.quorum = inForce.quorum
    this.majority = votesNeeded(this.voters, 0)
    this.votesNeeded = votesNeeded(this.voters, this.quorum ?? 0)
    this.gone = goneIn(incident, context)
    this.absent = absentIn(incident, context)
  }

  /** What redislab did, if it was that. */
  get cause(): readonly TimelineEntry[] {
    const {cause} = this.incident
    return cause === null ? [] : [cause]
  }

  /** Those that ran and were not cut off. */
  get sentinelsLeft(): readonly string[] {
    return this.sentinels.filter((name) => !this.absent.has(name))
  }

  ofKind(...kinds: readonly string[]): readonly TimelineEntry[] {
    return this.incident.evidence.filter(({kind}) => kinds.includes(kind))
  }

  /** What sentinels say of the master, not of a replica or of each other. */
  ofMaster(kind: string): readonly TimelineEntry[] {
    return this.ofKind(kind).filter(({fields}) => fields['subject'] === 'master')
  }

  votesOf(epoch: number): readonly TimelineEntry[] {
    return this.ofKind('+vote-for-leader').filter(({fields}) => fields['epoch'] === epoch)
  }

  wasDown(name: string): boolean {
    return this.gone.has(name) || this.incident.downBefore.has(name)
  }

  /** What redislab did to an instance in a part of the incident, times in milliseconds from its beginning. */
  faultsOn(name: string | null, fromMs: number, toMs: number): readonly TimelineEntry[] {
    return this.between(fromMs, toMs).filter(
      ({fault}) => fault !== undefined && isDisruption(fault) && fault.instances.includes(name ?? ''),
    )
  }

  /** Cuts and delays of links of these instances, from before the incident or in it. */
  linkFaultsOn(names: readonly string[]): readonly TimelineEntry[] {
    const {linkFaultsBefore, evidence} = this.incident
    return [...new Set([...linkFaultsBefore, ...evidence])].filter(
      ({fault}) =>
        fault !== undefined &&
        isDisruption(fault) &&
        fault.links?.some(({from, to}) => names.includes(from) && names.includes(to)),
    )
  }

  between(fromMs: number, toMs: number): readonly TimelineEntry[] {
    const {evidence, at} = this.incident
    return evidence.filter((entry) => entry.at - at >= fromMs && entry.at - at <= toMs)
  }

  /** The faults that took them down, before the incident or in it. */
  downEvidence(gone: readonly string[]): readonly TimelineEntry[] {
    const before = gone.flatMap((name) => this.incident.downBefore.get(name) ?? [])
    const since = this.incident.evidence.filter(({fault}) =>
      fault?.instances.some((name) => gone.includes(name)),
    )
    return [...new Set([...before, ...since])]
  }
}
