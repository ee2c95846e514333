/**
 * Kinds of lines that servers write all the time while nothing is wrong, and that no rule asks for. Of a long log they are
 * counted only. That no rule asks for them is held by a test.
 */
export const routineKinds: ReadonlySet<string> = new Set([
  'save-due',
  'save-started',
  'save-counted',
  'copy-on-write',
  'client-accepted',
  'client-closed',
  'client-read-failed',
  'aof-file-made',
  'aof-file-renamed',
  'aof-file-removed',
  'aof-rewrite-due',
  'aof-rewrite-step',
  'aof-rewrite-saved',
  'aof-rewrite-started',
  'sentinel-config-saved',
  '+script-child',
  '-script-child',
])

/** What the catalogue need not know, since it says nothing: how many keys and clients there are, at the level of debugging. */
export function isRoutineMessage(message: string): boolean {
  return /^(?:DB \d+: \d+ keys \(\d+ volatile\)|\d+ clients? connected)/.test(message)
}
