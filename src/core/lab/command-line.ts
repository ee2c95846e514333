/**
 * Splits a command as redis-cli does: words, "double quotes" with \n, \t, \r, \" and \xHH in them, and 'single quotes'
 * in which only \' means something.
 *
 * @returns undefined when a quote is not closed, or something follows it directly
 */
export function splitCommand(text: string): readonly string[] | undefined {
  const words: string[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at] as string)) {
      at += 1
      continue
    }
    const rest = text.slice(at)
    const match = /^"((?:[^"\\]|\\[\s\S])*)"(?=\s|$)|^'((?:[^'\\]|\\[\s\S])*)'(?=\s|$)|^([^\s"']\S*)/.exec(
      rest,
    )
    if (match === null) return undefined
    const [whole, double, single, bare] = match
    words.push(bare ?? (double === undefined ? (single ?? '').replace(/\\'/g, "'") : unquote(double)))
    at += whole.length
  }
  return words
}

const escapes: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07'}

function unquote(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|[\s\S])/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  )
}
