import type {MeasureContext} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'

interface Asked {
  readonly name: string
  /** Whose view decides. */
  readonly leader: string
  readonly at: number
}

/**
 * The replica-priority by which a sentinel judged a replica; null where it is not known, since it may have been changed
 * unseen, or the sentinel may not have heard of a change: it asks once in 10 s.
 */
export function priorityAt(
  {name, leader, at}: Asked,
  incident: Incident,
  {now}: Pick<MeasureContext, 'now'>,
): number | null {
  const {values, masterName, cause} = incident
  const own = values.ofNode(name, 'replica-priority', at)
  if (own === null) return null
  const held = values.ofReplica(leader, masterName, name, 'priority', at)
  if (held !== null && held !== own) return null
  // Nobody looked just before it: CONFIG SET by hand is in no log.
  if (cause?.fault?.seen === undefined && now?.nodes[name]?.['replica-priority'] !== own) return null
  return Number(own)
}
