/** What a paste puts around lines. */
export function isFrame(line: string): boolean {
  return /^\s*(?:"\.?|```\w*|~~~\w*|[-=*_]{3,}|\.{1,3}|…|(?:> ?)+|[\w.-]+\s+\|)\s*$/.test(line)
}

const colours = /\x1b\[[\d;]*m/g

/**
 * A line without the quote and bold marks of a paste, the colours of `docker compose logs` and `redis-cli --cluster`, and the line end of
 * Windows.
 */
export function withoutFrame(row: string): string {
  // A message that holds a colour is shown as it was written.
  const plain = /^\s*\x1b\[[\d;]*m/.test(row) ? row.replace(colours, '') : row
  const line = plain.replace(/\r$/, '').replace(/^(?:> )+(?=\s*\S)/, '')
  return inKlog.test(line) ? line.replace(inKlog, '') : withoutBold(line)
}

/** A list of nodes that an operator writes into its own log, in the form of klog. */
const inKlog = /^[IWEF]\d{4} \d{2}:\d{2}:\d{2}\.\d+(?:\s+[*:]?\d+(?: \S+)?\])?\s+(?=[0-9a-f]{40} )/

/** Without the marks of bold text in which people put a line, or the first and the last of several. */
function withoutBold(line: string): string {
  // Words made bold within a field of INFO: `**master0:name=mymaster,**status=sdown**`.
  if (/^\*\*[a-z]\w*:\S/.test(line)) return line.replaceAll('**', '')
  return /^\*\*(?=[\d[])/.test(line) || /^(?:\d+:[MSXC]|\[\d+\]) .*\*\*$/.test(line)
    ? line.replace(/^\*\*/, '').replace(/\*\*\s*$/, '')
    : line
}
