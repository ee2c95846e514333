/**
 * Makes control characters visible (`\x1b`, `\n`, `\u202e`), so that text from a log or a server cannot move the
 * cursor, set the title, reorder text, or forge a line. Tabs become one space.
 */
export function makeVisible(text: string): string {
  // Nearly always there are none.
  if (!invisible.test(text)) return text
  return text
    .replace(/\t/g, ' ')
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
      if (character === '\n') return '\\n'
      if (character === '\r') return '\\r'
      const code = character.charCodeAt(0)
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`
    })
}

const invisible = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/**
 * JSON in which no raw control character is left: JSON.stringify escapes those below 0x20, this also escapes DEL and
 * the C1 range, which some terminals obey.
 */
export function stringifyVisible(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
