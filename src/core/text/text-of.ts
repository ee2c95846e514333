/** The text of a value that is a text, a number, a truth value or missing; the empty text of what has none, as objects and lists. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      return ''
  }
}

/** The number of a value that is a number or the text of one; NaN of what has none, as objects and lists. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
    ? Number(value)
    : Number.NaN
}
