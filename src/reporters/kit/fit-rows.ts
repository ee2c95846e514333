import {widthOf} from './table.ts'

/** Cuts a text to what a terminal has room for; the last line then says how many lines are left out. */
export function fitRows(
  text: string,
  {rows, columns}: {readonly rows: number; readonly columns: number},
): string {
  const lines = text.split('\n')
  // The cursor stands on a row of its own below the text.
  const room = (rows > 0 ? rows : Number.POSITIVE_INFINITY) - 1
  if (heightOf(lines, columns) <= room) return text
  let kept = 0
  while (kept < lines.length && heightOf(lines.slice(0, kept + 1), columns) <= room - 1) kept += 1
  return [...lines.slice(0, kept), `… ${lines.length - kept} more`].join('\n')
}

/** How many rows of a terminal lines take, of which those that are too wide take several. */
export function heightOf(lines: readonly string[], columns: number | undefined): number {
  // A terminal may not know its size: then it says 0.
  const width = columns || Number.POSITIVE_INFINITY
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / width)), 0)
}
