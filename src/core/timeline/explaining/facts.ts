import {isDisruption, type TimelineEntry} from '../entries/entry.ts'
import type {Failover, FailoverDetails, MeasureContext} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {absentIn, goneIn, sentinelsOf} from '../measuring/presence.ts'

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

/** An incident with all that is known of it, for the sentences that explain it. */
export class IncidentFacts<Details extends FailoverDetails = FailoverDetails> {
  readonly incident: Incident
  readonly failover: Failover<Details>
  readonly context: ExplainContext
  /** All of the plan, running or not. */
  readonly sentinels: readonly string[]
  /** The instances that did not run. */
  readonly gone: ReadonlySet<string>
  /** The instances that did not run, or were cut off. */
  readonly absent: ReadonlySet<string>

  constructor(incident: Incident, failover: Failover<Details>, context: ExplainContext) {
    this.incident = incident
    this.failover = failover
    this.context = context
    this.sentinels = sentinelsOf(context)
    this.gone = goneIn(incident, context)
    this.absent = absentIn(incident, context)
  }

  /** What redislab did, if it was that. */
  get cause(): readonly TimelineEntry[] {
    const {cause} = this.incident
    return cause === null ? [] : [cause]
  }

  ofKind(...kinds: readonly string[]): readonly TimelineEntry[] {
    return this.incident.evidence.filter(({kind}) => kinds.includes(kind))
  }

  /** The lines of one instance. */
  linesOf(name: string | null, ...kinds: readonly string[]): readonly TimelineEntry[] {
    return this.ofKind(...kinds).filter(({instance}) => instance === name)
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

  between(fromMs: number, toMs: number): readonly TimelineEntry[] {
    const {evidence, at} = this.incident
    return evidence.filter((entry) => entry.at - at >= fromMs && entry.at - at <= toMs)
  }

  /** The faults that took these instances down, before the incident or in it. */
  downEvidence(gone: readonly string[]): readonly TimelineEntry[] {
    const before = gone.flatMap((name) => this.incident.downBefore.get(name) ?? [])
    const since = this.incident.evidence.filter(({fault}) =>
      fault?.instances.some((name) => gone.includes(name)),
    )
    return [...new Set([...before, ...since])]
  }
}
