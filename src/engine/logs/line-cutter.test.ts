import {describe, expect, it} from 'vitest'
import {LineCutter, maxLineBytes} from './line-cutter.ts'

describe('LineCutter', () => {
  it.each([1, 2, 3, 7, 100])('gives the same lines however the bytes arrive: %i at a time', (size) => {
    const bytes = Buffer.from('one\ntwö\n\nthree €\nfour')
    const cutter = new LineCutter()
    const lines: string[] = []
    for (let at = 0; at < bytes.length; at += size) lines.push(...cutter.push(bytes.subarray(at, at + size)))
    expect(lines).toEqual(['one', 'twö', '', 'three €'])
    expect(cutter.flush()).toEqual(['four'])
    expect(cutter.flush()).toEqual([])
  })

  it('keeps what it holds when the piece is overwritten', () => {
    const piece = Buffer.from('begin')
    const cutter = new LineCutter()
    cutter.push(piece)
    piece.fill('x')
    expect(cutter.push(Buffer.from(' end\n'))).toEqual(['begin end'])
  })

  it('bounds lines, and says how much it cut', () => {
    const long = 'a'.repeat(maxLineBytes + 10)
    const expected = [`${'a'.repeat(maxLineBytes)}… (10 more bytes)`, 'next']
    expect(new LineCutter().push(Buffer.from(`${long}\nnext\n`))).toEqual(expected)
    const cutter = new LineCutter()
    expect([...cutter.push(Buffer.from(long)), ...cutter.push(Buffer.from('\nnext\n'))]).toEqual(expected)
  })

  it('shows bytes that are not UTF-8 as such', () => {
    expect(new LineCutter().push(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(['a\ufffdb'])
  })
})
