import {describe, expect, it} from 'vitest'
import {type ErrorCode, errorTable, hasErrorCode, RedislabError} from './errors.ts'

describe('errorTable', () => {
  const entries = Object.entries(errorTable)

  it.each(entries)('%s has an exit code of the contract, and a meaning', (code, {exitCode, means}) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    // 0 is no error, 1 a failed expectation, and 70 what has no code.
    // 126 and 127 are what a shell says of a command that exec was to run.
    expect([2, 3, 4, 5, 126, 127, 130]).toContain(exitCode)
    expect(means).toMatch(/^[A-Z].*\.$|^doctor .*\.$/)
  })

  it('means something different by each code', () => {
    const meanings = entries.map(([, {means}]) => means)
    expect(meanings).toEqual([...new Set(meanings)])
  })
})

describe('RedislabError', () => {
  it('takes its exit code from the table', () => {
    const error = new RedislabError('PORT_TAKEN', 'Port 6380 is in use.')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'RedislabError',
      code: 'PORT_TAKEN',
      message: 'Port 6380 is in use.',
      exitCode: 3,
      suggestions: [],
      details: undefined,
    })
    expect(error).not.toHaveProperty('cause')
  })

  it('keeps suggestions, details, cause, and the exit code of a signal', () => {
    const cause = new Error('EADDRINUSE')
    const options = {suggestions: ['Wait.'], details: {port: 6380}, cause, exitCode: 143}
    expect(new RedislabError('INTERRUPTED', 'Interrupted.', options)).toMatchObject(options)
  })
})

describe('hasErrorCode', () => {
  it.each<[unknown, ErrorCode, boolean]>([
    [new RedislabError('TIMED_OUT', 'x'), 'TIMED_OUT', true],
    [new RedislabError('TIMED_OUT', 'x'), 'PORT_TAKEN', false],
    [Object.assign(new Error('of another copy of the package'), {code: 'TIMED_OUT'}), 'TIMED_OUT', true],
    [new Error('x'), 'TIMED_OUT', false],
    [{code: 'TIMED_OUT'}, 'TIMED_OUT', false],
    [undefined, 'TIMED_OUT', false],
    [null, 'TIMED_OUT', false],
  ])('looks at the code of %o for %s: %s', (error, code, expected) => {
    expect(hasErrorCode(error, code)).toBe(expected)
  })
})
