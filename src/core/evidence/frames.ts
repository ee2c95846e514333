/** What a paste puts around lines. */
export function isFrame(line: string): boolean {
  return /^\s*(?:"\.?|```\w*|~~~\w*|[-=*_]{3,}|\.\.\.|…)\s*$/.test(line)
}

const colours = /\x1b\[[\d;]*m/g

/**
 * A line without the quote marks of a paste, the colours of `docker compose logs` and `redis-cli --cluster`, and the line end of
 * Windows.
 */
export function withoutFrame(row: string): string {
  // A message that holds a colour is shown as it was written.
  const plain = /^\s*\x1b\[[\d;]*m/.test(row) ? row.replace(colours, '') : row
  return plain.replace(/\r$/, '').replace(/^(?:> )+(?=\S)/, '')
}
