import {widthOf} from './table.ts'

/**
 * Between Chinese characters a line may end, but none begins with punctuation that closes, or ends with one that opens.
 */
const chineseBreak =
  /(?<=[\p{Script=Han}，。；：、！？）”])(?![，。；：、！？）”])|(?<![（“])(?=\p{Script=Han})/u

/** Breaks a text into lines of at most `width` columns, between words where it can. At least one line. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    for (const [index, unit] of word.split(chineseBreak).entries()) {
      const longer = line === '' ? unit : `${line}${index === 0 ? ' ' : ''}${unit}`
      if (widthOf(longer) <= width) {
        line = longer
        continue
      }
      if (line !== '') lines.push(line)
      const pieces = breakWord(unit, width)
      lines.push(...pieces.slice(0, -1))
      line = pieces.at(-1) ?? ''
    }
  }
  return [...lines, line]
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}
