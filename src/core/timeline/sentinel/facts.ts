import {isDisruption, type TimelineEntry} from '../entries/entry.ts'
import {type ExplainContext, IncidentFacts} from '../explaining/facts.ts'
import type {Failover, SentinelDetails} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {votesNeeded} from '../measuring/presence.ts'

/** What is known of an incident that sentinels saw. */
export class SentinelFacts extends IncidentFacts<SentinelDetails> {
  /** How many sentinels the one that counts votes knows: others may come on top of those of the plan. */
  readonly voters: number
  /**
   * Whether that number is shown. In logs of elsewhere it may not be: then nothing is said that depends on it, since there may
   * be sentinels of which there is no line.
   */
  readonly isCountKnown: boolean
  /** Null where it is not known what it was. */
  readonly quorum: number | null
  readonly majority: number
  /** To be elected: a majority, and at least the quorum. */
  readonly votesNeeded: number

  constructor(incident: Incident, failover: Failover<SentinelDetails>, context: ExplainContext) {
    super(incident, failover, context)
    const {sentinels, quorum} = failover.details.inForce
    this.isCountKnown = sentinels !== null || context.plan.isEvidenced !== true
    this.voters = sentinels ?? this.sentinels.length
    this.quorum = quorum
    this.majority = votesNeeded(this.voters, 0)
    this.votesNeeded = votesNeeded(this.voters, quorum ?? 0)
  }

  /** Sentinels that ran and were not cut off. */
  get sentinelsLeft(): readonly string[] {
    return this.sentinels.filter((name) => !this.absent.has(name))
  }

  /** What sentinels say of the master, not of a replica or of each other. */
  ofMaster(kind: string): readonly TimelineEntry[] {
    return this.ofKind(kind).filter(({fields}) => fields['subject'] === 'master')
  }

  votesOf(epoch: number): readonly TimelineEntry[] {
    return this.ofKind('+vote-for-leader').filter(({fields}) => fields['epoch'] === epoch)
  }

  /** Cuts and delays of links between sentinels, from before the incident or in it. */
  get linkFaults(): readonly TimelineEntry[] {
    const {linkFaultsBefore, evidence} = this.incident
    const isSentinel = (name: string) => this.sentinels.includes(name)
    return [...new Set([...linkFaultsBefore, ...evidence])].filter(
      ({fault}) =>
        fault !== undefined &&
        isDisruption(fault) &&
        fault.links?.some(({from, to}) => isSentinel(from) && isSentinel(to)),
    )
  }
}
