import stringWidth from 'string-width'

/** Cuts a text to what a terminal has room for; the last line then says how many lines are left out. */
export function fitRows(
  text: string,
  {rows, columns}: {readonly rows: number; readonly columns: number},
): string {
  const lines = text.split('\n')
  const heights = lines.map((line) => Math.max(1, Math.ceil(stringWidth(line) / columns)))
  // The cursor stands on a row of its own below the text.
  const room = rows - 1
  if (sum(heights) <= room) return text
  let kept = 0
  while (kept < lines.length && sum(heights.slice(0, kept + 1)) <= room - 1) kept += 1
  return [...lines.slice(0, kept), `… ${lines.length - kept} more`].join('\n')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
