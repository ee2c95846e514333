import {describe, expect, test} from 'vitest'
import {Expression, ExpressionError} from './expression.ts'

const scope = {
  phases: {sdownMs: 1043, promotedMs: null},
  writer: {acknowledged: 10, surviving: 7, lost: 3},
  resync: 'full',
  list: ['a', 'b'],
}

describe('a condition', () => {
  test.each([
    ['phases.sdownMs < 2500', true],
    ['phases.sdownMs >= 1000 && phases.sdownMs < 1043', false],
    ['writer.acknowledged == writer.surviving + writer.lost', true],
    ["resync == 'full'", true],
    ["resync != 'full' || writer.lost > 0", true],
    ['!(writer.lost > 5)', true],
    ['(writer.lost + 1) * 2 - -1', 9],
    ['list.length', 2],
    ['list[1]', 'b'],
    ['phases.promotedMs == null', true],
  ])('%s is %s', (text, value) => {
    expect(Expression.parse(text).evaluate(scope)).toBe(value)
  })

  test.each([
    '1 / 0 > 5',
    '0 / 0 == 1',
    'phases.promotedMs < 5',
    'nothing > 1',
    '!nothing',
    'writer.nothing + 1',
    'resync < 5',
  ])('%s does not hold, since it was not measured', (text) => {
    expect(Expression.parse(text).evaluate(scope)).toBeUndefined()
  })

  test('reads own fields alone', () => {
    expect(Expression.parse('writer.constructor').evaluate(scope)).toBeUndefined()
    expect(Expression.parse('toString').evaluate(scope)).toBeUndefined()
  })

  test('tells what was measured of what it reads', () => {
    expect(Expression.parse('phases.sdownMs / 1000 < nothing').describe(scope)).toBe(
      'phases.sdownMs = 1043, nothing = not measured',
    )
  })
})

describe('what is refused', () => {
  test.each(['', 'a = 3', 'a <', 'f(1)', 'a ? b : c', 'a; b', 'a << 2', '[1]', 'a[b]', 'this.x', '`x`'])(
    '%j',
    (text) => {
      expect(() => Expression.parse(text)).toThrow(ExpressionError)
    },
  )
})

test('is read and evaluated as deep as its length allows', () => {
  const brackets = `${'('.repeat(499)}1${')'.repeat(499)}`
  expect(Expression.parse(brackets).evaluate({})).toBe(1)
  expect(Expression.parse(`${'1+'.repeat(499)}1`).evaluate({})).toBe(500)
  expect(Expression.parse(`${'!'.repeat(998)}1`).evaluate({})).toBe(true)
  expect(() => Expression.parse('1+'.repeat(501))).toThrow(
    'it has 1002 characters; an expression has at most 1000',
  )
})
