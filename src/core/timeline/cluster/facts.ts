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

  /** Whether so many masters were away that the others could not have agreed on anything. */
  get lacksMajority(): boolean {
    return this.incident.masters.length - this.mastersGone.length < this.failover.details.votesNeeded
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
