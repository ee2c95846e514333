import {spawnSync} from 'node:child_process'
import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {checkLabRegex, checkWantedError} from './lab-regex.ts'

const accepted = [
  '^warning',
  'name=sentinel-\\S+',
  '[0-9a-f]{40}',
  '^(\\d{1,3}\\.){3}\\d{1,3}:\\d+$',
  '(?<role>master|replica)',
  '(?:a|b)+c{2,5}',
  '\\(\\?=a\\)',
  '[(?=a)]\\\\1',
  '(a+)+$',
  '(a|aa)+$',
  '((a{4})*b?){4}$',
  '((a+)+){4}$',
  '(a+)(a+)(a+)(a+)(a+)(a+)$',
]

const refused = [
  ['^(?=(a+)+$)a', 'look-around, such as (?=…), may match for ever: match the text around it, too'],
  ['a(?!b)', 'look-around, such as (?!…), may match for ever: match the text around it, too'],
  ['(?<=a)b', 'look-around, such as (?<=…), may match for ever: match the text around it, too'],
  ['(?<!a)b', 'look-around, such as (?<!…), may match for ever: match the text around it, too'],
  ['(a|aa)+\\1$', 'a back-reference, such as \\1, may match for ever: repeat the part'],
  ['(?<x>a)\\k<x>', 'a back-reference, such as \\1, may match for ever: repeat the part'],
  [
    '(a{17}|a+)+$',
    'a repeated group with counts above 16 may match for ever: write + or * in place of a count',
  ],
  [
    '((a+){4}){5}$',
    'a repeated group with counts above 16 may match for ever: write + or * in place of a count',
  ],
] as const

describe('the regular expressions of a lab', () => {
  it.each(accepted)('accepts %s', (source) => {
    expect(() => checkLabRegex(source)).not.toThrow()
  })

  it.each(refused)('refuses %s', (source, message) => {
    expect(() => checkLabRegex(source)).toThrow(message)
  })

  it('refuses what is none, also between the slashes of an error', () => {
    expect(() => checkLabRegex('(')).toThrow(SyntaxError)
    expect(() => checkWantedError('/(/')).toThrow(SyntaxError)
    expect(() => checkWantedError('/a(?=b)/')).toThrow('look-around')
    expect(() => checkWantedError('ERR (?=b)')).not.toThrow()
  })

  // In a process of its own: one that does not come to an end can be killed.
  it('all that is accepted comes to an end', () => {
    const script = `
      import v8 from 'node:v8'
      v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
      for (const source of ${JSON.stringify(accepted)})
        new RegExp(source, 'gm').test('a'.repeat(400) + '!')
    `
    const {status} = spawnSync(process.execPath, ['--input-type=module', '-e', script], {timeout: 30_000})
    expect(status).toBe(0)
  })
})
