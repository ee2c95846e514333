import {alignColumns, widthOf} from './table.ts'
import {wrapText} from './wrap-text.ts'

/** Rows as aligned columns within a width: what is too long in the last column goes on beneath itself. */
export function wrapColumns(
  rows: readonly (readonly string[])[],
  {width, indent = '  '}: {readonly width: number; readonly indent?: string},
): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const before = Array.from({length: Math.max(0, count - 1)}, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))),
  ).reduce((sum, column) => sum + (column === 0 ? 0 : column + 2), indent.length)
  const room = Math.max(20, width - before)
  const wrapped = rows.flatMap((row) => {
    if (row.length < count) return [row]
    const [first = '', ...rest] = wrapText(row.at(-1) ?? '', room)
    const blank = row.slice(0, -1).map(() => '')
    return [[...row.slice(0, -1), first], ...rest.map((line) => [...blank, line])]
  })
  return alignColumns(wrapped, indent)
}
