// As much of C as it takes to find the calls of a function and what is given to them.

/**
 * Takes the comments out; what is quoted stays as it is.
 *
 * @param {string} source
 * @returns {string}
 */
export function withoutComments(source) {
  return source.replaceAll(
    /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (piece) => (piece.startsWith('/') ? ' ' : piece),
  )
}

/**
 * @param {string} source without comments
 * @param {RegExp} names matches the whole name of each function that is looked for
 * @returns {Generator<{name: string, given: string[], at: number}>} the calls: the arguments as written, and where it stands
 */
export function* callsOf(source, names) {
  for (const match of source.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
    const [whole, name] = match
    if (names.test(name)) {
      yield {name, given: readArguments(source, match.index + whole.length), at: match.index}
    }
  }
}

/**
 * Splits at a character that stands outside of quotes and parentheses.
 *
 * @param {string} text
 * @param {string} separator one character
 * @returns {string[]}
 */
export function splitOutside(text, separator) {
  const pieces = []
  let from = 0
  for (const at of outsideOf(text, 0)) {
    if (text[at] !== separator) continue
    pieces.push(text.slice(from, at).trim())
    from = at + 1
  }
  return [...pieces, text.slice(from).trim()]
}

function readArguments(source, from) {
  let end = source.length
  for (const at of outsideOf(source, from)) {
    if (source[at] === ')') {
      end = at
      break
    }
  }
  return splitOutside(source.slice(from, end), ',')
}

/** The places outside of quotes and parentheses; the parenthesis that closes what is around them is one of these. */
function* outsideOf(text, from) {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '"' || character === "'") {
      for (at++; at < text.length && text[at] !== character; at++) if (text[at] === '\\') at++
    } else if ('([{'.includes(character)) depth++
    else if (')]}'.includes(character)) {
      if (depth === 0) yield at
      depth--
    } else if (depth === 0) yield at
  }
}
