import {expect, test} from 'vitest'
import {describeProblem, describeRefusal, parseRefusal, refusalIn} from './refusal.ts'

test.each([
  {
    said: "NOPERM User reader has no permissions to run the 'config|get' command",
    told: 'refused: the user reader may not run config|get',
  },
  {
    said: "NOPERM this user has no permissions to run the 'psubscribe' command or its subcommand",
    told: 'refused: the user may not run psubscribe',
  },
])('$said', ({said, told}) => {
  const refusal = parseRefusal(said)
  expect(refusal && describeRefusal(refusal)).toBe(told)
  expect(refusalIn(told)).toEqual(refusal)
  expect(describeProblem(told)).toBe(told)
})

test('what is no refusal does not answer', () => {
  expect(parseRefusal('NOAUTH Authentication required.')).toBeUndefined()
  expect(refusalIn('connection refused')).toBeUndefined()
  expect(describeProblem('connection refused')).toBe('does not answer: connection refused')
})
