/** V8's linear engine repeats a part at most so often: `kMaxReplicationFactor` in v8/src/regexp/experimental. */
const mostCopies = 16

/** An escaped sign or a class of characters, which hold no syntax. */
const opaque = /\\(?<escaped>.)|\[(?:\\.|[^\]\\])*\]/gs

/**
 * Checks the source of a regular expression that a lab brings along. A lab is a file from elsewhere: what it matches must
 * come to an end. So it may hold only what V8 can also match in linear time, or what cannot backtrack exponentially.
 *
 * @throws SyntaxError, TypeError with what to write instead
 */
export function checkLabRegex(source: string): void {
  new RegExp(source)
  const bare = source.replace(opaque, (_, escaped?: string) =>
    escaped !== undefined && /[1-9k]/.test(escaped) ? '\0' : '_',
  )
  if (bare.includes('\0'))
    throw new TypeError('a back-reference, such as \\1, may match for ever: repeat the part')
  const around = /\(\?<?[=!]/.exec(bare)?.[0]
  if (around !== undefined)
    throw new TypeError(`look-around, such as ${around}…), may match for ever: match the text around it, too`)
  if (/\)(?:[*+]|\{)/.test(bare) && copiesIn(bare) > mostCopies) {
    throw new TypeError(
      `a repeated group with counts above ${mostCopies} may match for ever: write + or * in place of a count`,
    )
  }
}

/** How often V8's linear engine would write out the part that it must repeat most, nested counts multiplied. */
function copiesIn(bare: string): number {
  const open: number[] = [1]
  for (const [, sign, repeated = ''] of bare.matchAll(/(.)(\+|\{\d+(?:,\d*)?\})?/gs)) {
    if (sign === '(') {
      open.push(1)
      continue
    }
    const inner = sign === ')' ? (open.pop() ?? 1) : 1
    open.push(Math.max(open.pop() ?? 1, inner * copiesOf(repeated)))
  }
  return Math.max(...open)
}

/** `+` is the part, and the part as often as it comes. */
function copiesOf(repeated: string): number {
  if (repeated === '') return 1
  const [from = 1, to] = repeated.match(/\d+/g)?.map(Number) ?? []
  return Math.max(1, to ?? (/[+,]/.test(repeated) ? from + 1 : from))
}

/** An error that must come: how it begins, or a pattern between slashes. */
export function checkWantedError(wanted: string): void {
  const pattern = patternIn(wanted)
  if (pattern !== undefined) checkLabRegex(pattern)
}

/** The pattern of `/pattern/`. */
export function patternIn(text: string): string | undefined {
  return /^\/(.*)\/$/s.exec(text)?.[1]
}
