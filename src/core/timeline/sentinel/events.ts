import type {Fields} from '../../redis/catalogue/entry.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import {dataEvents, endingEvents} from '../incidents/events.ts'

/** Events of sentinels that name a master. */
export const groupEvents: ReadonlySet<string> = new Set([
  '+sdown',
  '-sdown',
  '+odown',
  '-odown',
  '+try-failover',
  'failover-by-request',
  '+elected-leader',
  '-failover-abort-not-elected',
  '-failover-abort-no-good-slave',
  '-failover-abort-slave-timeout',
  '+selected-slave',
  '+promoted-slave',
  '+slave-reconf-sent',
  '+slave-reconf-done',
  '-slave-reconf-sent-timeout',
  '+failover-end',
  '+failover-end-for-timeout',
  '+config-update-from',
  '+switch-master',
  '+convert-to-slave',
  '+fix-slave-config',
  '+reboot',
  '-role-change',
  '-failover-abort-master-timeout',
  // What was in force, and which others a sentinel knows.
  '+set',
  '+monitor',
  '+sentinel',
  '+reset-master',
])
/** Of a sentinel as a whole: they name no master. */
export const sentinelEvents: ReadonlySet<string> = new Set([
  '+new-epoch',
  '+vote-for-leader',
  'vote-received',
  'next-failover-delayed',
  '+tilt',
  '-tilt',
])
/** Whether the client that a line names may be a sentinel: where Valkey conceals names, any may be, if there are sentinels. */
export function maybeSentinel({client}: Fields, hasSentinels: boolean): boolean {
  const text = String(client ?? '')
  return / name=sentinel-[0-9a-f]+-cmd/.test(text) || (hasSentinels && / name=\*redacted\*/.test(text))
}

/** Whether a client that is not a sentinel gave a data instance another role: a promotion, or an end of one. */
export function isByHand(
  {kind, instance, fields}: TimelineEntry,
  {master, hasSentinels}: {readonly master: string | undefined; readonly hasSentinels: boolean},
): boolean {
  const isBySentinel = maybeSentinel(fields, hasSentinels)
  if (kind === 'failover-requested') return instance === master
  if (kind === 'replicaof-enabled') return instance === master && !isBySentinel
  return (
    kind === 'master-mode-by-failover' ||
    (kind === 'master-mode-enabled' && instance !== master && !isBySentinel)
  )
}

/** Whether a line of a log may belong to an incident. */
export function concernsIncidents(kind: string, role: TimelineEntry['role']): boolean {
  return role === 'sentinel'
    ? groupEvents.has(kind) || sentinelEvents.has(kind) || endingEvents.has(kind) || kind === 'starting'
    : dataEvents.has(kind)
}
