import type {TimelineEntry} from '../entries/entry.ts'
import type {Incident} from '../incidents/incident.ts'

/** Whether a replica might take over by itself at a moment: cluster-replica-no-failover forbids it. */
export function mayTakeOver({values}: Pick<Incident, 'values'>, replica: string, at: number): boolean {
  return values.ofNode(replica, 'cluster-replica-no-failover', at) !== 'yes'
}

/** The line by which a replica says that it was parted from its master for too long to take over. */
export function tooOld({evidence}: Incident, replica: string): TimelineEntry | undefined {
  const own = evidence.filter(({instance}) => instance === replica)
  const last = own.findLast(({kind}) => kind === 'failover-impossible' || kind === 'election-delayed')
  return /longer than allowed/.test(String(last?.fields['reason'])) ? last : undefined
}
