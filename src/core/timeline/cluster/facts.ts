import {joinNames} from '../../text/join-names.ts'
import {stateAfter} from '../entries/entry.ts'
import {IncidentFacts} from '../explaining/facts.ts'
import type {ClusterDetails} from '../failover.ts'

/** What is known of an incident in a shard of a cluster. */
export class ClusterFacts extends IncidentFacts<ClusterDetails> {
  /** The masters that were ended, frozen or cut off, before the incident or in it. */
  get mastersGone(): readonly string[] {
    const {masters, downBefore, evidence} = this.incident
    const hit = new Set(
      evidence.flatMap(({fault}) =>
        fault !== undefined && stateAfter(fault) === 'down' ? fault.instances : [],
      ),
    )
    return masters.filter((name) => downBefore.has(name) || this.absent.has(name) || hit.has(name))
  }

  /**
   * Whether it is shown how many masters there are. Of a cluster that was opened there may be some of which there is no file:
   * then nothing is said that depends on their number.
   */
  get isCountKnown(): boolean {
    return this.context.plan.isEvidenced !== true || this.ofKind('votes-so-far').length > 0
  }

  /** Whether so many masters were away that the others could not have agreed on anything. */
  get lacksMajority(): boolean {
    const left = this.incident.masters.length - this.mastersGone.length
    return this.isCountKnown && left < this.failover.details.votesNeeded
  }

  /** ` (1000 ms)`, the cluster-node-timeout; nothing where it is not known. */
  get timeout(): string {
    const {downAfterMs} = this.failover.details.inForce
    return downAfterMs === null ? '' : ` (${downAfterMs} ms)`
  }

  /** The names of nodes, each once, in the order of the plan. */
  joinNodes(nodes: readonly (string | null)[]): string {
    return joinNames(this.context.plan.instances.map(({name}) => name).filter((name) => nodes.includes(name)))
  }
}
