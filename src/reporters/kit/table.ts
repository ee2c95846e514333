import stringWidth from 'string-width'

/**
 * How many columns a terminal needs for text. Signs such as ✔ and ✖ are emoji only when a variation selector says so;
 * string-width takes them for two columns wide, and terminals show them in one.
 */
export function widthOf(text: string): number {
  const plain = text.replace(colours, '')
  if (narrow.test(plain)) return plain.length
  return stringWidth(
    text.replace(/(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?![\ufe0f\u200d])/gu, '+'),
  )
}

/** What themes write. */
const colours = /\u001b\[[\d;]*m/g

/**
 * Signs of one column each: for these nothing has to be loaded. ASCII, European letters, dashes and quotes, arrows,
 * operators, boxes and shapes, ticks and crosses.
 */
export const narrow =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u2713-\u2718]*$/

/** Pads text to a width in columns, whatever colours and wide characters it holds. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/**
 * Rows as aligned columns, two spaces apart, without trailing blanks. Columns that are empty in every row are left out.
 */
export function alignColumns(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  return alignTo(widthsOf(rows), rows, indent)
}

/** Aligns tables that are shown one after the other in the same place: a column never gets narrower, so none moves back. */
export class SteadyColumns {
  #widths: readonly number[] = []

  align(rows: readonly (readonly string[])[]): readonly string[] {
    this.#widths = widthsOf(rows).map((width, column) => Math.max(width, this.#widths[column] ?? 0))
    return alignTo(this.#widths, rows, '  ')
  }
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({length: count}, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))),
  )
}

function alignTo(
  widths: readonly number[],
  rows: readonly (readonly string[])[],
  indent: string,
): readonly string[] {
  return rows.map((row) =>
    (
      indent +
      row.map((cell, column) => (widths[column] === 0 ? '' : `${pad(cell, widths[column] ?? 0)}  `)).join('')
    ).trimEnd(),
  )
}
