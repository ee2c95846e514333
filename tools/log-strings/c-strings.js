// What an expression of C can be, as far as its text says it.
import {splitOutside} from './c-source.js'

const escapes = {n: '\n', t: '\t', r: '\r', 0: '\0', '"': '"', "'": "'", '\\': '\\', '?': '?'}

/**
 * The strings that are defined by name: `#define SERVER_TITLE "Valkey"`. A version is no text of its own: each has another.
 *
 * @param {string} source without comments
 * @returns {Map<string, string>} by name
 */
export function definedStrings(source) {
  const found = new Map()
  for (const [, name, value] of source.matchAll(
    /^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+("(?:\\.|[^"\\])*")[ \t]*$/gm,
  ))
    if (!/_VERSION$/.test(name)) found.set(name, unquote(value))
  return found
}

/**
 * Every text that an expression can be: one for a literal, one for each branch of `ready ? "yes" : "no"`.
 *
 * @param {string} expression
 * @param {ReadonlyMap<string, string>} defined
 * @returns {string[] | undefined} undefined when it is worked out as the server runs
 */
export function textsOf(expression, defined) {
  const bare = withoutParentheses(expression)
  const question = splitOutside(bare, '?')
  if (question.length > 1) {
    const [, ...rest] = question
    const [yes, ...no] = splitOutside(rest.join('?'), ':')
    const branches = [yes, no.join(':')].map((branch) => textsOf(branch, defined))
    return branches.includes(undefined) ? undefined : branches.flat()
  }
  const text = joinLiterals(bare, defined)
  return text === undefined ? undefined : [text]
}

/** Literals that stand side by side are one. */
function joinLiterals(expression, defined) {
  const tokens = expression.match(/"(?:\\[\s\S]|[^"\\])*"|[A-Za-z_]\w*|[^\s]/g) ?? []
  const texts = tokens.map((token) => {
    if (token.startsWith('"')) return unquote(token)
    if (/^PRI[a-zA-Z]+\d*$/.test(token)) return `ll${token.at(3)}`
    return defined.get(token)
  })
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('')
}

function withoutParentheses(expression) {
  const text = expression.trim()
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  // `(a) ? b : (c)` is not in parentheses as a whole.
  let depth = 0
  for (let at = 0; at < text.length - 1; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    if (depth === 0) return text
  }
  return withoutParentheses(text.slice(1, -1))
}

function unquote(literal) {
  return literal
    .slice(1, -1)
    .replaceAll(/\\\n/g, '')
    .replaceAll(/\\(?:x([0-9a-fA-F]+)|(.))/g, (_, hex, letter) =>
      hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    )
}
