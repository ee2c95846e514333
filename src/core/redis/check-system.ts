/** What `redis-server --check-system` says of one thing. */
export interface SystemCheckResult {
  readonly verdict: 'ok' | 'skipped' | 'warning'
  /** The explanation below a warning. */
  readonly message: string
}

/** By the server's own names: `slow-clocksource`, `xen-clocksource`, `overcommit`, `THP`, `madvise-free-fork-bug`. */
export type SystemCheck = ReadonlyMap<string, SystemCheckResult>

/**
 * Reads the output of `redis-server --check-system` (Redis 7.0 and later, Valkey): for each check a line
 * `[name]...OK`, `[name]...skipped`, or `[name]...WARNING:` with the explanation in the lines below (syscheck.c).
 */
export function parseSystemCheck(output: string): SystemCheck {
  const parts = output.split(/^\[([\w-]+)\]\.\.\./m).slice(1)
  const results = new Map<string, SystemCheckResult>()
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [word = '', ...message] = (parts[index + 1] ?? '').split('\n')
    results.set(parts[index] ?? '', {verdict: verdictOf(word), message: message.join(' ').trim()})
  }
  return results
}

function verdictOf(word: string): SystemCheckResult['verdict'] {
  if (word.startsWith('OK')) return 'ok'
  return word.startsWith('WARNING') ? 'warning' : 'skipped'
}
