/**
 * Valkey 8 renamed master to primary in what it logs, and itself from Redis to Valkey. The catalogue is written in the
 * words of redis; this is the one place that knows the others. Names of sentinel events were not renamed.
 */
const renamed: readonly (readonly [RegExp, string])[] = [
  [/\bMASTER\b/g, 'PRIMARY'],
  [/\bMaster\b/g, 'Primary'],
  [/\bmaster\b/g, 'primary'],
  [/\bREDIS\b/g, 'VALKEY'],
  [/\bRedis\b/g, 'Valkey'],
  [/\bredis\b/g, 'valkey'],
]

/** A text of the catalogue in every wording that servers use. */
export function wordingsOf(text: string): readonly string[] {
  if (/^[+-]/.test(text)) return [text]
  // Fields keep their names: only what stands outside the braces is reworded.
  const valkey = text.replace(/[^{}]+(?![^{]*\})/g, (literal) =>
    renamed.reduce((reworded, [from, to]) => reworded.replace(from, to), literal),
  )
  return valkey === text ? [text] : [text, valkey]
}
