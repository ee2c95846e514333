import {describe, expect, it} from 'vitest'
import {isPrintable} from './printable.ts'

const text = 'Accepted 127.0.0.1:34538 ~ {}\nnext line, and some more'

describe('isPrintable', () => {
  it.each([0, 1, 2, 3])('looks at every byte, wherever the first stands: %i', (offset) => {
    const bytes = new TextEncoder().encode(`\0\0\0\0${text}\x7f`).subarray(offset)
    const from = 4 - offset
    const to = from + text.length
    expect(isPrintable(bytes, from, to)).toBe(true)
    expect(isPrintable(bytes, from, to + 1)).toBe(false)
    for (let at = from; at < to; at++) {
      for (const odd of [0, 9, 13, 27, 31, 127, 128, 255]) {
        const changed = bytes.slice()
        changed[at] = odd
        expect(isPrintable(changed, from, to), `${odd} at ${at}`).toBe(false)
        expect(isPrintable(changed, from, at), `${odd} behind ${at}`).toBe(true)
      }
    }
  })

  it('takes nothing for printable', () => {
    expect(isPrintable(new Uint8Array(8), 3, 3)).toBe(true)
  })
})
