import {expect, it} from 'vitest'
import {wrapText} from './wrap-text.ts'

it.each([
  ['one word', 'x'.repeat(65_536)],
  ['one word of another script', 'é'.repeat(65_536)],
  ['many words', 'ab '.repeat(21_845).trim()],
  ['Chinese', '主从复制'.repeat(4_000)],
])(
  'a line as long as a log can have, of %s, is wrapped at once and whole',
  (_, text) => {
    const lines = wrapText(text, 60)
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    expect(lines.length).toBeGreaterThan(500)
    // Five seconds are many times what it takes; measuring the line again with each letter took sixteen.
  },
  5000,
)
