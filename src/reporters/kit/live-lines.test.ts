import {expect, test} from 'vitest'
import {LiveLines} from './live-lines.ts'

/** What a terminal shows after this was written: it knows how to go up and to erase, which is all that is needed. */
function show(...written: readonly string[]): string[] {
  const lines = ['']
  let row = 0
  for (const [piece] of written.join('').matchAll(/\x1b\[\d+A|\x1b\[0J|\n|[^\x1b\n]+/g)) {
    if (piece.endsWith('A')) row -= Number(piece.slice(2, -1))
    else if (piece === '\x1b[0J') lines.splice(row, lines.length, '')
    else if (piece === '\n') lines[++row] ??= ''
    else lines[row] += piece
  }
  return lines.slice(0, -1)
}

test('what is live is replaced, what is told stays', () => {
  const live = new LiveLines()
  const first = live.put('a\n', 'loop × 3\n')
  expect(show(first)).toEqual(['a', 'loop × 3'])
  const second = live.put('', 'loop × 4\nother × 3\n')
  expect(show(first, second)).toEqual(['a', 'loop × 4', 'other × 3'])
  const third = live.put('b\nc\n', 'other × 4\n')
  expect(show(first, second, third)).toEqual(['a', 'b', 'c', 'other × 4'])
  expect(show(first, second, third, live.put('other × 5\n', ''))).toEqual(['a', 'b', 'c', 'other × 5'])
})

test('nothing is written when nothing has changed', () => {
  const live = new LiveLines()
  expect(live.put('', '')).toBe('')
  live.put('a\n', 'loop × 3\n')
  expect(live.put('', 'loop × 3\n')).toBe('')
})

test('a line wider than the terminal takes several rows, also when that became narrower meanwhile', () => {
  const terminal = {columns: 10}
  const live = new LiveLines(terminal)
  live.put('', '123456789012\nb\n')
  expect(live.put('', 'b\n')).toMatch(/^\x1b\[3A/)
  live.put('', '123456789012\nb\n')
  terminal.columns = 4
  expect(live.put('', 'b\n')).toMatch(/^\x1b\[4A/)
})

test('a terminal that does not know its width has as many rows as lines', () => {
  const live = new LiveLines({columns: 0})
  live.put('', 'a\nb\n')
  expect(live.put('', 'c\n')).toMatch(/^\x1b\[2A/)
})
