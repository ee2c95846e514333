import stringWidth from 'string-width'

/**
 * How many columns a terminal needs for text. Signs such as ✔ and ✖ are emoji only when a variation selector says so;
 * string-width takes them for two columns wide, and terminals show them in one.
 */
export function widthOf(text: string): number {
  return stringWidth(
    text.replace(/(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?![\ufe0f\u200d])/gu, '+'),
  )
}

/** Pads text to a width in columns, whatever colours and wide characters it holds. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/**
 * Rows as aligned columns, two spaces apart, without trailing blanks. Columns that are empty in every row are left out.
 */
export function alignColumns(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({length: count}, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    (
      indent +
      row.map((cell, column) => (widths[column] === 0 ? '' : `${pad(cell, widths[column] ?? 0)}  `)).join('')
    ).trimEnd(),
  )
}
