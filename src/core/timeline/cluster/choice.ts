import {joinNames} from '../../text/join-names.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {ClusterDetails} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'

/** Each replica waits as long, that all may know of the failure (cluster.c: clusterHandleSlaveFailover). */
const leastDelayMs = 500

/**
 * Why this replica and no other: none is chosen, the first to ask for votes gets them. How long each waits depends on how
 * many have more of the data (cluster.c: clusterGetSlaveRank).
 */
export function explainRanks(
  newMaster: string,
  others: readonly string[],
  delays: ClusterDetails['delays'],
): string | null {
  const own = delays.findLast(({instance}) => instance === newMaster)
  if (own === undefined || own.delayMs === 0) return null
  const rivals = delays.filter(({instance, ms}) => instance !== newMaster && ms <= own.ms + own.delayMs)
  if (others.length === 0) return `${newMaster} was the only replica that could take over.`
  if (rivals.length === 0) return null
  const waits = (it: ClusterDetails['delays'][number]) =>
    `${it.instance} ${it.delayMs} ms (rank ${it.rank}, up to byte ${it.offset})`
  const all = [own, ...rivals]
  const start = `Before they asked for votes the replicas waited: ${joinNames(all.map(waits))}`
  // Valkey 9 waits a thirtieth of cluster-node-timeout, where others wait 500 ms.
  const isScaled = all.some(({delayMs}) => delayMs < leastDelayMs)
  return all.every(({rank}) => rank === own.rank)
    ? `${start}. They had the same, so chance decided${isScaled ? '' : ': 500 ms, and up to 500 more'}.`
    : `${start}. Who has more of the data waits less${isScaled ? '' : ': 1000 ms for each replica that has more'}.`
}

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
