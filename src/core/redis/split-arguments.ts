/**
 * Splits a line into words as Redis does (sdssplitargs, sds.c), in conf files and in redis-cli: "double quotes" with \n,
 * \t, \r, \" and \xHH in them, and 'single quotes' in which only \' means something.
 *
 * @returns undefined when a quote is not closed, or something follows it directly: Redis refuses such a line
 */
export function splitArguments(text: string): readonly string[] | undefined {
  const words: string[] = []
  const end = text.trimEnd().length
  for (let at = text.length - text.trimStart().length; at < end; ) {
    word.lastIndex = at
    const [whole, bare = '', double, single = ''] = word.exec(text) ?? []
    if (whole === undefined) return undefined
    words.push(bare + (double === undefined ? single.replaceAll(`\\'`, `'`) : unquote(double)))
    at += whole.length
  }
  return words
}

/** Letters without quotes, then at most one quoted part, which ends the word; and the blanks after it. */
const word = /([^\s"']*)(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:\\'|\\(?!')|[^'\\])*)')?(?:\s+|$)/y

const escapes: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07'}

function unquote(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|[\s\S])/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  )
}
