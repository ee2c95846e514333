import {Chalk} from 'chalk'
import stringWidth from 'string-width'
import {describe, expect, it} from 'vitest'
import {alignColumns, narrow, pad, widthOf} from './table.ts'

const red = (text: string) => new Chalk({level: 1}).red(text)

describe('widthOf', () => {
  it.each([
    ['✔', 1],
    ['✖', 1],
    ['⚠', 1],
    ['● ○ ▲ ‖ →', 9],
    ['✔\ufe0f', 2],
    ['🙂', 2],
    ['👨‍👩‍👧', 2],
    ['日本', 4],
  ])('of %s is %d', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })

  it('counts colours as nothing', () => {
    expect(widthOf(red('✖ dead'))).toBe(6)
  })

  it('agrees with string-width about signs of one column', () => {
    const signs = Array.from({length: 0x10000}, (_, code) => String.fromCharCode(code))
    const counted = signs.filter((sign) => narrow.test(sign))
    expect(counted.length).toBeGreaterThan(1000)
    // Those that are emoji only when a variation selector says so are the reason for widthOf.
    const mistaken = counted.filter(
      (sign) => stringWidth(sign) !== 1 && !/\p{Extended_Pictographic}/u.test(sign),
    )
    expect(mistaken).toEqual([])
    expect(counted.filter((sign) => /\p{Emoji_Presentation}/u.test(sign))).toEqual([])
  })
})

describe('pad', () => {
  it.each([
    ['ab', 4, 'ab  '],
    ['ab', 2, 'ab'],
    ['abc', 2, 'abc'],
    ['', 2, '  '],
    ['日本', 6, '日本  '],
    ['é', 3, 'é  '],
    ['e\u0301', 3, 'e\u0301  '],
    ['✔', 3, '✔  '],
  ])('fills %j to %d columns', (text, width, padded) => {
    expect(pad(text, width)).toBe(padded)
  })

  it('does not count colours', () => {
    expect(pad(red('ab'), 4)).toBe(`${red('ab')}  `)
  })
})

describe('alignColumns', () => {
  it('aligns columns two blanks apart, without blanks at the end', () => {
    expect(
      alignColumns([
        ['name', 'state', 'port'],
        ['default', 'up', ''],
        ['a', 'running', '6380'],
      ]),
    ).toEqual(['  name     state    port', '  default  up', '  a        running  6380'])
  })

  it('aligns wide characters and colours by what is seen', () => {
    expect(
      alignColumns(
        [
          ['日本', 'x'],
          ['abc', 'y'],
          [red('ab'), 'z'],
        ],
        '',
      ),
    ).toEqual(['日本  x', 'abc   y', `${red('ab')}    z`])
  })

  it('leaves out a column that is empty in every row', () => {
    expect(
      alignColumns(
        [
          ['a', '', 'c'],
          ['aa', '', 'cc'],
        ],
        '',
      ),
    ).toEqual(['a   c', 'aa  cc'])
  })

  it('takes rows of different lengths', () => {
    expect(alignColumns([['a'], ['b', 'c']], '')).toEqual(['a', 'b  c'])
    expect(alignColumns([])).toEqual([])
  })
})
