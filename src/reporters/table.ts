import stringWidth from 'string-width'

/** Pads text to a width in columns, whatever colours and wide characters it holds. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}

/**
 * Rows as aligned columns, two spaces apart, without trailing blanks. Columns that are empty in every row are left out.
 */
export function alignColumns(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({length: count}, (_, column) =>
    Math.max(0, ...rows.map((row) => stringWidth(row[column] ?? ''))),
  )
  return rows.map((row) =>
    (
      indent +
      row.map((cell, column) => (widths[column] === 0 ? '' : `${pad(cell, widths[column] ?? 0)}  `)).join('')
    ).trimEnd(),
  )
}
