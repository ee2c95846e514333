import {describe, expect, it} from 'vitest'
import {choosePasswords} from './passwords.ts'

describe('choosePasswords', () => {
  it('leaves a password as it is, and gives it to the sentinels, too', () => {
    const password = `a "quoted" pass\\word `
    expect(choosePasswords({password})).toEqual({password, sentinelPassword: password})
    expect(choosePasswords({})).toEqual({})
  })

  it('gives sentinels another one, or none', () => {
    expect(choosePasswords({password: 'a', sentinelPassword: 'b'})).toEqual({
      password: 'a',
      sentinelPassword: 'b',
    })
    expect(choosePasswords({password: 'a', sentinelPassword: 'none'})).toEqual({password: 'a'})
    expect(choosePasswords({sentinelPassword: 'b'})).toEqual({sentinelPassword: 'b'})
  })

  it('makes one up that is long, safe in a URL, and never the same', () => {
    const first = choosePasswords({password: 'auto', sentinelPassword: 'auto'})
    const second = choosePasswords({password: 'auto'})
    expect(first.password).toMatch(/^[\w-]{24}$/)
    expect(new Set([first.password, first.sentinelPassword, second.password]).size).toBe(3)
    expect(second.sentinelPassword).toBe(second.password)
  })

  it.each(['', 'a\nb', 'a\u0000', '\u007f'])('refuses %j', (text) => {
    const invalid = expect.objectContaining({code: 'OPTION_INVALID'})
    expect(() => choosePasswords({password: text})).toThrow(invalid)
    expect(() => choosePasswords({password: 'a', sentinelPassword: text})).toThrow(invalid)
  })
})
