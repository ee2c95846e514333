/** A conf file as Redis reads it: loadServerConfigFromString (config.c) and sdssplitargs (sds.c). */
export function parseConf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => splitArguments(line))
}

/** The words of a line; none where Redis says `Unbalanced quotes`. */
export function splitArguments(line: string): readonly string[] {
  const words: string[] = []
  let at = 0
  const isSpace = (character: string | undefined) =>
    character !== undefined && /[ \t\n\v\f\r]/.test(character)
  while (at < line.length) {
    while (isSpace(line[at])) at += 1
    if (at >= line.length) break
    let word = ''
    let quote: string | undefined
    for (;;) {
      const character = line[at]
      if (quote === undefined) {
        if (character === undefined || isSpace(character)) break
        if (character === '"' || character === "'") quote = character
        else word += character
        at += 1
        continue
      }
      if (character === undefined) return []
      if (character === quote) {
        at += 1
        if (line[at] !== undefined && !isSpace(line[at])) return []
        break
      }
      const hex = quote === '"' ? /^\\x([0-9a-fA-F]{2})/.exec(line.slice(at, at + 4))?.[1] : undefined
      if (hex !== undefined) {
        word += String.fromCharCode(Number.parseInt(hex, 16))
        at += 4
      } else if (character === '\\' && quote === '"' && at + 1 < line.length) {
        const next = line[at + 1] as string
        word += {n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007'}[next] ?? next
        at += 2
      } else if (character === '\\' && quote === "'" && line[at + 1] === "'") {
        word += "'"
        at += 2
      } else {
        word += character
        at += 1
      }
    }
    words.push(word)
  }
  return words
}
