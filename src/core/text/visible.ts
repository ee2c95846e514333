/**
 * What a terminal obeys or does not show, as a class of a regular expression: controls (C0, DEL, C1), breaks of lines,
 * marks that turn text round, and characters without any width: a name with one of these looks like another name. The
 * selectors of variants (U+FE0F) are not among them, since emoji are full of these.
 */
const shared =
  '\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb'

/** The tags of plane 14, of which each is two code units: no terminal shows them. */
const tags = '\\udb40[\\udc00-\\udfff]'

const invisible = new RegExp(`[\\x00-\\x1f${shared}]|${tags}`)
const eachInvisible = new RegExp(invisible, 'g')
const eachInJson = new RegExp(`[${shared}]|${tags}`, 'g')

/**
 * Makes characters visible that are obeyed or not shown (`\x1b`, `\n`, `\u202e`), so that text from a log or a server
 * cannot move the cursor, set the title, reorder text, forge a line, or look like another text. Tabs become one space.
 */
export function makeVisible(text: string): string {
  // Nearly always there are none.
  if (!invisible.test(text)) return text
  return text.replaceAll('\t', ' ').replace(eachInvisible, (found) => {
    if (found === '\n') return '\\n'
    if (found === '\r') return '\\r'
    return found < '\u0100' ? `\\x${hex(found, 2)}` : escapeUnits(found)
  })
}

/** JSON in which no such character is left: JSON.stringify escapes those below 0x20, this also escapes the others. */
export function stringifyVisible(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(eachInJson, escapeUnits)
}

/** Data with all its texts made visible, but for their line breaks. */
export function makeAllVisible<Part>(part: Part): Part {
  if (typeof part === 'string') return part.split('\n').map(makeVisible).join('\n') as Part
  if (Array.isArray(part)) return part.map(makeAllVisible) as Part
  if (part === null || typeof part !== 'object') return part
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [makeVisible(key), makeAllVisible(value)]),
  ) as Part
}

function escapeUnits(text: string): string {
  return Array.from({length: text.length}, (_, index) => `\\u${hex(text.slice(index), 4)}`).join('')
}

function hex(text: string, digits: number): string {
  return text.charCodeAt(0).toString(16).padStart(digits, '0')
}
