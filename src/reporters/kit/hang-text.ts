import {widthOf} from './table.ts'
import {wrapText} from './wrap-text.ts'

export interface HangOptions {
  /** The columns of the terminal; undefined for a file or a pipe: nothing is wrapped. */
  readonly width: number | undefined
  /** For each line of the text. */
  readonly paint?: (text: string) => string
}

/** So many columns a text has at least, however narrow the terminal is. */
const leastColumns = 20

/** A text behind a head, such as `• `; what does not fit into the first line goes on beneath itself. */
export function hangText(
  head: string,
  text: string,
  {width, paint = (line) => line}: HangOptions,
): readonly string[] {
  const indent = widthOf(head)
  const lines = width === undefined ? [text] : wrapText(text, Math.max(leastColumns, width - indent))
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + paint(line))
}
