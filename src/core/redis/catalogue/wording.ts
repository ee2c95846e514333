type Renamed = Readonly<Record<string, string>>

/** Valkey 8 renamed master to primary in what it logs, and itself from Redis to Valkey. */
const byValkey: Renamed = {
  MASTER: 'PRIMARY',
  Master: 'Primary',
  master: 'primary',
  masters: 'primaries',
  REDIS: 'VALKEY',
  Redis: 'Valkey',
  redis: 'valkey',
}
/** Until Redis 5 a replica was a slave. */
const before5: Renamed = {REPLICA: 'SLAVE', Replica: 'Slave', replica: 'slave', replicas: 'slaves'}

/** Fields keep their names: only what stands outside the braces is reworded. */
const fieldOrWord = /\{[^}]*\}|\b(?:MASTER|Master|masters?|REDIS|Redis|redis|REPLICA|Replica|replicas?)\b/g

/**
 * A text of the catalogue in every wording that servers use. The catalogue is written in the words of redis 5 and later; this is the
 * one place that knows the others. Names of sentinel events were never renamed.
 */
export function wordingsOf(text: string): readonly string[] {
  if (/^[+-]/.test(text)) return [text]
  return [...new Set([text, reword(text, byValkey), reword(text, before5)])]
}

function reword(text: string, renamed: Renamed): string {
  return text.replace(fieldOrWord, (word) => renamed[word] ?? word)
}
