import type {Plan} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entry.ts'
import type {Incident} from '../incident.ts'

/** Whether replicas may take over by themselves: cluster-replica-no-failover forbids it. */
export function canTakeOver({settings}: Pick<Plan, 'settings'>): boolean {
  const directive = settings.set.findLast(({name}) => /^cluster-(replica|slave)-no-failover$/.test(name))
  return directive?.value !== 'yes'
}

/** The line by which a replica says that it was parted from its master for too long to take over. */
export function tooOld({evidence}: Incident, replica: string): TimelineEntry | undefined {
  const own = evidence.filter(({instance}) => instance === replica)
  const last = own.findLast(({kind}) => kind === 'failover-impossible' || kind === 'election-delayed')
  return /longer than allowed/.test(String(last?.fields['reason'])) ? last : undefined
}
