import type {TimelineEntry} from './entry.ts'

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
/** What data instances log of their part in it. */
export const dataEvents: ReadonlySet<string> = new Set([
  'master-mode-enabled',
  'replid-shifted',
  'replicaof-enabled',
  'replicaof-no-change',
  'partial-sync-requested',
  'partial-sync-succeeded',
  'partial-sync-accepted',
  'full-sync-begun',
  'sync-finished',
  'link-lost',
  'link-timed-out',
  'ready',
])

/** Whether a line of a log may belong to an incident. */
export function concernsIncidents(kind: string, role: TimelineEntry['role']): boolean {
  return role === 'sentinel' ? groupEvents.has(kind) || sentinelEvents.has(kind) : dataEvents.has(kind)
}
