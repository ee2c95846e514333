import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {isPlainLocale, toPlainCharacters} from './plain-characters.ts'

describe('isPlainLocale', () => {
  it.each([
    [{LANG: 'C'}, true],
    [{LANG: 'POSIX'}, true],
    [{LANG: 'C.UTF-8'}, false],
    [{LANG: 'de_DE.UTF-8', LC_ALL: 'C'}, true],
    [{LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}, false],
    [{LANG: 'C', LC_ALL: ''}, true],
    [{}, false],
  ])('of %j is %s', (environment, expected) => {
    expect(isPlainLocale(environment)).toBe(expected)
  })
})

describe('toPlainCharacters', () => {
  it('replaces signs, and leaves other text as it is', () => {
    expect(toPlainCharacters('✔ ━━ n1 → n2 … ⠼ é 锁')).toBe('+ == n1 > n2 ... * é 锁')
  })

  it('knows every sign that is written in the sources of what people read', () => {
    const root = path.join(import.meta.dirname, '../..')
    const files = ['reporters', 'cli', 'commands', 'core', 'doctor', 'engine'].flatMap((room) =>
      readdirSync(path.join(root, room), {recursive: true, encoding: 'utf8'})
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => path.join(root, room, file)),
    )
    const left = files.flatMap((file) => {
      // Text of comments is not written, and words of other languages stay.
      const written = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
      const plain = toPlainCharacters(written)
      return [...plain.matchAll(/[^\x00-\x7f]/gu)]
        .map(([sign]) => sign)
        .filter(
          (sign) => !/[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2000-\u200f\u2028-\u202f“”…]/u.test(sign),
        )
        .map((sign) => `${path.relative(root, file)}: ${sign}`)
    })
    expect([...new Set(left)]).toEqual([])
  })
})
