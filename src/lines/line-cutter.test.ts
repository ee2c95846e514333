import {describe, expect, it} from 'vitest'
import {maxLineBytes} from './layout.ts'
import {LineCutter, type LineTaker} from './line-cutter.ts'

/** What is told, as lines of their own. */
function collect(tell: (taker: LineTaker) => void): string[] {
  const lines: string[] = []
  tell({take: (bytes, from, to) => lines.push(bytes.toString('utf8', from, to))})
  return lines
}
const push = (cutter: LineCutter, bytes: Buffer) => collect((taker) => cutter.push(bytes, taker))
const flush = (cutter: LineCutter) => collect((taker) => cutter.flush(taker))

describe('LineCutter', () => {
  it.each([1, 2, 3, 7, 100])('gives the same lines however the bytes arrive: %i at a time', (size) => {
    const bytes = Buffer.from('one\ntwö\n\nthree €\nfour')
    const cutter = new LineCutter()
    const lines: string[] = []
    for (let at = 0; at < bytes.length; at += size) lines.push(...push(cutter, bytes.subarray(at, at + size)))
    expect(lines).toEqual(['one', 'twö', '', 'three €'])
    expect(flush(cutter)).toEqual(['four'])
    expect(flush(cutter)).toEqual([])
  })

  it('keeps what it holds when the piece is overwritten', () => {
    const piece = Buffer.from('begin')
    const cutter = new LineCutter()
    push(cutter, piece)
    piece.fill('x')
    expect(push(cutter, Buffer.from(' end\n'))).toEqual(['begin end'])
  })

  it('bounds lines, and says how much it cut', () => {
    const long = 'a'.repeat(maxLineBytes + 10)
    const expected = [`${'a'.repeat(maxLineBytes)}… (10 more bytes)`, 'next']
    expect(push(new LineCutter(), Buffer.from(`${long}\nnext\n`))).toEqual(expected)
    const cutter = new LineCutter()
    expect([...push(cutter, Buffer.from(long)), ...push(cutter, Buffer.from('\nnext\n'))]).toEqual(expected)
  })
})
