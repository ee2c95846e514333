import {widthOf} from './table.ts'

/**
 * Between Chinese characters a line may end, but none begins with punctuation that closes, or ends with one that opens.
 */
const chineseBreak =
  /(?<=[\p{Script=Han}，。；：、！？）”])(?![，。；：、！？）”])|(?<![（“])(?=\p{Script=Han})/u

/** Breaks a text into lines of at most `width` columns, between words where it can. At least one line. */
export function wrapText(text: string, width: number): readonly string[] {
  return wrapWords(text.split(' '), width)
}

/** The same with words that are split already. @param breaks whether words are broken that are wider than a line */
export function wrapWords(
  words: readonly string[],
  width: number,
  {breaks = true}: {readonly breaks?: boolean} = {},
): readonly string[] {
  const lines: string[] = []
  let line = ''
  // Measuring takes time: each word is measured once, not the line again with each of them.
  let filled = 0
  for (const word of words) {
    for (const [index, unit] of (breaks ? word.split(chineseBreak) : [word]).entries()) {
      const space = line !== '' && index === 0 ? ' ' : ''
      const own = columnsOf(unit)
      if (filled + space.length + own <= width) {
        line += space + unit
        filled += space.length + own
        continue
      }
      if (line !== '') lines.push(line)
      const pieces = breaks ? breakWord(unit, width) : [unit]
      lines.push(...pieces.slice(0, -1))
      line = pieces.at(-1) ?? ''
      filled = pieces.length === 1 ? own : columnsOf(line)
    }
  }
  return [...lines, line]
}

/** Cuts a text to a width in columns. An ellipsis stands for what is left out. */
export function cutText(text: string, width: number): string {
  if (columnsOf(text) <= width) return text
  let cut = ''
  let filled = 0
  for (const letter of text) {
    filled += columnsOfLetter(letter)
    if (filled >= width) break
    cut += letter
  }
  return `${cut}…`
}

const printableAscii = /^[\x20-\x7e]*$/
/** Longer words are no words, and measuring them as a whole takes much longer than their letters do. */
const longestWord = 200

/** The columns of letters that were measured lately: texts are long, and their letters few. */
const measured = new Map<string, number>()
const mostMeasured = 5000

function columnsOf(text: string): number {
  if (printableAscii.test(text)) return text.length
  if (text.length <= longestWord) return widthOf(text)
  let columns = 0
  for (const letter of text) columns += columnsOfLetter(letter)
  return columns
}

function columnsOfLetter(letter: string): number {
  const known = measured.get(letter)
  if (known !== undefined) return known
  if (measured.size >= mostMeasured) measured.clear()
  const columns = widthOf(letter)
  measured.set(letter, columns)
  return columns
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let filled = 0
  for (const letter of word) {
    const own = columnsOfLetter(letter)
    if (piece !== '' && filled + own > width) {
      pieces.push(piece)
      piece = ''
      filled = 0
    }
    piece += letter
    filled += own
  }
  return [...pieces, piece]
}
