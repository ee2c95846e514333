type Renamed = readonly (readonly [RegExp, string])[]

/** Valkey 8 renamed master to primary in what it logs, and itself from Redis to Valkey. */
const byValkey: Renamed = [
  [/\bMASTER\b/g, 'PRIMARY'],
  [/\bMaster\b/g, 'Primary'],
  [/\bmaster\b/g, 'primary'],
  [/\bmasters\b/g, 'primaries'],
  [/\bREDIS\b/g, 'VALKEY'],
  [/\bRedis\b/g, 'Valkey'],
  [/\bredis\b/g, 'valkey'],
]
/** Until Redis 5 a replica was a slave. */
const before5: Renamed = [
  [/\bREPLICA\b/g, 'SLAVE'],
  [/\bReplica\b/g, 'Slave'],
  [/\breplica\b/g, 'slave'],
  [/\breplicas\b/g, 'slaves'],
]

/**
 * A text of the catalogue in every wording that servers use. The catalogue is written in the words of redis 5 and later; this is the
 * one place that knows the others. Names of sentinel events were never renamed.
 */
export function wordingsOf(text: string): readonly string[] {
  if (/^[+-]/.test(text)) return [text]
  return [...new Set([text, reword(text, byValkey), reword(text, before5)])]
}

/** Fields keep their names: only what stands outside the braces is reworded. */
function reword(text: string, renamed: Renamed): string {
  return text.replace(/[^{}]+(?![^{]*\})/g, (literal) =>
    renamed.reduce((reworded, [from, to]) => reworded.replace(from, to), literal),
  )
}
