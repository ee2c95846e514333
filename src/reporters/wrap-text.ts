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
  // Measuring takes time: each word is measured once, not the line again with each of them.
  let filled = 0
  for (const word of text.split(' ')) {
    for (const [index, unit] of word.split(chineseBreak).entries()) {
      const space = line !== '' && index === 0 ? ' ' : ''
      const own = columnsOf(unit)
      if (filled + space.length + own <= width) {
        line += space + unit
        filled += space.length + own
        continue
      }
      if (line !== '') lines.push(line)
      const pieces = breakWord(unit, width)
      lines.push(...pieces.slice(0, -1))
      line = pieces.at(-1) ?? ''
      filled = pieces.length === 1 ? own : columnsOf(line)
    }
  }
  return [...lines, line]
}

const printableAscii = /^[\x20-\x7e]*$/
const graphemes = new Intl.Segmenter()

/** The columns of what was measured lately: texts are long, and their letters few. */
const measured = new Map<string, number>()
const mostMeasured = 5000

function columnsOf(text: string): number {
  if (printableAscii.test(text)) return text.length
  let columns = 0
  for (const {segment} of graphemes.segment(text)) columns += columnsOfOne(segment)
  return columns
}

function columnsOfOne(grapheme: string): number {
  const known = measured.get(grapheme)
  if (known !== undefined) return known
  if (measured.size >= mostMeasured) measured.clear()
  const columns = widthOf(grapheme)
  measured.set(grapheme, columns)
  return columns
}

function breakWord(word: string, width: number): readonly string[] {
  if (printableAscii.test(word)) {
    const count = Math.max(1, Math.ceil(word.length / width))
    return Array.from({length: count}, (_, index) => word.slice(index * width, (index + 1) * width))
  }
  const pieces: string[] = []
  let piece = ''
  let filled = 0
  for (const {segment} of graphemes.segment(word)) {
    const own = columnsOfOne(segment)
    if (piece !== '' && filled + own > width) {
      pieces.push(piece)
      piece = ''
      filled = 0
    }
    piece += segment
    filled += own
  }
  return [...pieces, piece]
}
