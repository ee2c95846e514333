import {describe, expect, it} from 'vitest'
import {makeAllVisible, makeVisible, stringifyVisible} from './visible.ts'

describe('makeVisible', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a window title', '\u001b]0;gotcha\u0007', '\\x1b]0;gotcha\\x07'],
    ['C1 controls', '\u009b31m\u0085', '\\x9b31m\\x85'],
    ['DEL and NUL', 'a\u007f\u0000', 'a\\x7f\\x00'],
    ['line breaks', 'one\ntwo\r\nthree', 'one\\ntwo\\r\\nthree'],
    ['line breaks of Unicode', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['text that turns round', 'a\u202eb\u202c\u2066c\u2069', 'a\\u202eb\\u202c\\u2066c\\u2069'],
    ['marks of direction', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
    ['characters without width', 'mas\u200bter \ufeff\u2060\u00ad', 'mas\\u200bter \\ufeff\\u2060\\xad'],
    ['tags', 'a\u{e0041}', 'a\\udb40\\udc41'],
    ['tabs', 'a\tb\t\tc', 'a b  c'],
  ])('shows %s', (_, text, visible) => {
    expect(makeVisible(text)).toBe(visible)
  })

  it.each(['', 'plain', 'ångström 日本 🙂 ✔', '\\x1b', 'عربي'])('leaves %j as it is', (text) => {
    expect(makeVisible(text)).toBe(text)
  })
})

describe('makeAllVisible', () => {
  it('goes through all of it, and leaves line breaks', () => {
    const part = {a: ['x\u001b\ny', 1, null], 'k\u200b': {b: true}}
    expect(makeAllVisible(part)).toEqual({a: ['x\\x1b\ny', 1, null], 'k\\u200b': {b: true}})
  })
})

describe('stringifyVisible', () => {
  const awkward = {text: '\u001b[31m\u007f\u009b\u2028\u202e\u061c\u2066\u200b\u{e0041}\n"', list: ['\u0085']}

  it('leaves no control character raw, but for its own line breaks', () => {
    expect(stringifyVisible(awkward, 2).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it('says the same as JSON', () => {
    expect(JSON.parse(stringifyVisible(awkward))).toEqual(awkward)
    expect(stringifyVisible({a: [1, 'ä']}, 2)).toBe(JSON.stringify({a: [1, 'ä']}, undefined, 2))
  })
})
