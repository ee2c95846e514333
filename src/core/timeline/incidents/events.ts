/** What a process writes when it is about to end. A kill by SIGKILL leaves no word. */
export const endingEvents: ReadonlySet<string> = new Set([
  'signal-received',
  'shutdown-requested',
  'shutdown-insisted',
  'crashed',
  'crash-simulated',
  'out-of-memory',
  'goodbye',
])
/** A process begins, or goes on after all. */
export const startingEvents: ReadonlySet<string> = new Set([
  'starting',
  'ready',
  'shutdown-aborted',
  'shutdown-failed',
])

/** What data instances log of their part in a failover. */
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
  'starting',
  'data-loaded',
  // Handed over without a sentinel.
  'failover-requested',
  'failover-target-synced',
  'failover-forced',
  'failover-aborted',
  'master-mode-by-failover',
  ...endingEvents,
])
