import type {TimelineEntry} from './entry.ts'

/** Details of data instances that tell something of a failover all the same. */
const telling: ReadonlySet<string> = new Set([
  'partial-sync-requested',
  'failover-target-synced',
  'aof-rewrite-started',
  'aof-rewrite-finished',
])

/** What sentinels write beside their decisions, or twice. */
const besideTheDecisions: ReadonlySet<string> = new Set([
  'sentinel-config-saved',
  'sentinel-id',
  'vote-received',
  '+failover-state-select-slave',
  '+failover-state-send-slaveof-noone',
  '+failover-state-wait-promotion',
  '+failover-state-reconf-slaves',
  '+slave-reconf-inprog',
  // After each switch every sentinel lists all replicas again.
  '+slave',
  '+script-child',
  '-script-child',
])

/** What every start writes. */
const atEachStart: ReadonlySet<string> = new Set([
  'starting',
  'version',
  'configuration-loaded',
  'no-config-file',
  'monotonic-clock',
  'running-mode',
  'server-initialized',
  'overcommit-off',
  'transparent-huge-pages',
  'backlog-limited',
  'nofile-raised',
  'nofile-not-raised',
  'maxclients-reduced',
  'flushing-old-data',
  'replid-shifted',
  'data-loaded',
  'client-accepted',
  'client-closed',
])

/** Whether an entry is a detail that a timeline for people leaves out unless asked for everything. */
export function isRoutine({
  source,
  level,
  kind,
  severity,
  role,
}: Pick<TimelineEntry, 'source' | 'level' | 'kind' | 'severity' | 'role'>): boolean {
  if (source !== 'log') return false
  if (level === 'raw') return true
  if (kind === 'unknown') return level !== 'warning'
  if (atEachStart.has(kind) || besideTheDecisions.has(kind)) return true
  return role !== 'sentinel' && severity === 'info' && !telling.has(kind)
}
