/** Identifiers of scenarios that are expected to fail: one a line, `#` begins a remark. */
export function parseKnown(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter(Boolean),
  )
}
