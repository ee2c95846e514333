import type {MeasureContext, Reattachment} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'

/**
 * When a replica was in step, by its own log; not before the leader has noticed, if that is asked for.
 *
 * @param leader the sentinel that must notice; null where there is none, or it does not run any more
 */
export function findReattachment(
  name: string,
  incident: Incident,
  {promotedMs, leader}: {readonly promotedMs: number; readonly leader: string | null},
  {names, reattachedBy = 'leader'}: MeasureContext,
): Reattachment | undefined {
  const {evidence, at} = incident
  const sync = findSync(name, incident, promotedMs)
  if (reattachedBy === 'replica' && sync !== undefined) return {instance: name, ...sync}
  const done = evidence.find(
    ({kind, fields}) =>
      kind === '+slave-reconf-done' && names.ofAddress(fields['ip'], fields['port']) === name,
  )
  if (done !== undefined) {
    const ms = done.at - at
    return {instance: name, ms: Math.max(ms, sync?.ms ?? 0), resync: sync?.resync ?? 'unknown'}
  }
  const isOver = leader === null || evidence.some(({kind}) => kind.startsWith('+failover-end'))
  return isOver && sync !== undefined ? {instance: name, ...sync} : undefined
}

/** How an instance came to follow the new master. */
export function findSync(
  name: string,
  {evidence, at}: Incident,
  promotedMs: number,
): Pick<Reattachment, 'ms' | 'resync'> | undefined {
  const own = evidence.filter((entry) => entry.instance === name && entry.at - at >= promotedMs)
  for (const entry of own) {
    const ms = entry.at - at
    if (entry.kind === 'partial-sync-succeeded' || entry.kind === 'partial-sync-accepted')
      return {ms, resync: 'partial'}
    if (entry.kind === 'replicaof-no-change') return {ms, resync: 'none'}
    if (entry.kind === 'sync-finished') return {ms, resync: 'full'}
  }
  return undefined
}
