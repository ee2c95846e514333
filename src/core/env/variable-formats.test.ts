import {execFileSync} from 'node:child_process'
import {parseEnv} from 'node:util'
import {describe, expect, it} from 'vitest'
import {formatVariables} from './variable-formats.ts'

const awkward = {
  plain: 'redis://127.0.0.1:6380',
  empty: '',
  spaces: '  two  ',
  'single quote': "it's",
  'double quote': 'say "hi"',
  dollar: `$HOME \${HOME} $(id) $$`,
  backquote: '`id`',
  backslash: 'a\\b\\n\\\\',
  'quotes and all': `it's "$5" \\n #`,
  'every quote': `a'b"c\`d\\$`,
  hash: 'a #b',
  letters: 'ångström 日本',
}

describe('formatVariables', () => {
  it('writes one variable a line', () => {
    const variables = {REDIS_HOST: '127.0.0.1', REDIS_PORT: '6380'}
    expect(formatVariables(variables, 'sh')).toBe(`export REDIS_HOST='127.0.0.1'\nexport REDIS_PORT='6380'`)
    expect(formatVariables(variables, 'dotenv')).toBe(`REDIS_HOST="127.0.0.1"\nREDIS_PORT="6380"`)
    expect(JSON.parse(formatVariables(variables, 'json'))).toEqual(variables)
  })

  it.each([...Object.entries(awkward), ['a line break', 'one\ntwo']])('a shell reads back %s', (_, value) => {
    const script = `${formatVariables({VALUE: value}, 'sh')}\nprintf '%s' "$VALUE"`
    expect(execFileSync('sh', ['-c', script], {encoding: 'utf8'})).toBe(value)
  })

  it.each([...Object.entries(awkward), ['a line break', 'one\ntwo']])(
    'node --env-file reads back %s',
    (_, value) => {
      expect(parseEnv(formatVariables({VALUE: value}, 'dotenv'))).toEqual({VALUE: value})
    },
  )

  it('says so where a .env file cannot hold a value', () => {
    expect(() => formatVariables({REDIS_PASSWORD: '"\'`'}, 'dotenv')).toThrow(
      'REDIS_PASSWORD cannot be written into a .env file so that it is read back',
    )
  })
})
