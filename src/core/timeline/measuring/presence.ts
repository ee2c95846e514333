import type {MeasureContext} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'

/**
 * The instances that did not run in an incident: ended or frozen by redislab, ended by their own words, or found not to
 * run and silent in their log ever since.
 */
export function goneIn(
  {taken, evidence, at}: Incident,
  {plan, down}: Pick<MeasureContext, 'plan' | 'down'>,
): ReadonlySet<string> {
  const silent = plan.instances
    .map(({name}) => name)
    .filter((name) => down?.has(name))
    .filter((name) => !evidence.some((entry) => entry.instance === name && entry.at >= at))
  return new Set([...taken.keys(), ...silent])
}

/** The instances that could not take part: they did not run, or were cut off. */
export function absentIn(
  incident: Incident,
  context: Pick<MeasureContext, 'plan' | 'down'>,
): ReadonlySet<string> {
  return new Set([...goneIn(incident, context), ...incident.cutOff.keys()])
}

/**
 * Whether the log of an instance cannot say anything of an incident: it could not be read, or begins after it, or seems to by a clock
 * that nothing links to the others.
 */
export function isMute(
  name: string,
  {at}: Incident,
  {unread = [], logsFrom}: Pick<MeasureContext, 'unread' | 'logsFrom'>,
): boolean {
  return unread.some(({instance}) => instance === name) || (logsFrom?.get(name) ?? 0) > at
}

export function sentinelsOf({plan}: Pick<MeasureContext, 'plan'>): readonly string[] {
  return plan.instances.filter(({kind}) => kind === 'sentinel').map(({name}) => name)
}

/** A leader needs a majority of all known sentinels, and at least the quorum (sentinel.c, sentinelGetLeader). */
export function votesNeeded(sentinels: number, quorum: number): number {
  return Math.max(Math.floor(sentinels / 2) + 1, quorum)
}
