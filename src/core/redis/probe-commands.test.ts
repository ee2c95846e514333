import {expect, test} from 'vitest'
import {isProbeCommand} from './probe-commands.ts'

const key = 'redislab:probe:a1'

test.each([
  ['SET', key, '17', 'EX', '60'],
  ['GET', key],
  ['DEL', key],
  ['AUTH', 'user', 'password'],
])('sends %s', (...words) => {
  expect(isProbeCommand(words, key)).toBe(true)
})

test.each([
  ['SET', key, '17'],
  ['SET', key, '17', 'EX', '600000'],
  ['SET', key, '17', 'PX', '60'],
  ['SET', key, '17', 'EX', '60', 'KEEPTTL'],
  ['SET', 'orders', '17', 'EX', '60'],
  ['SET', key, 'x'.repeat(100), 'EX', '60'],
  ['GET', 'orders'],
  ['DEL', key, 'orders'],
  ['DEL', 'redislab:probe:b2'],
  ['FLUSHALL'],
  ['INFO'],
  ['set', key, '17', 'EX', '60'],
])('does not send %s', (...words) => {
  expect(isProbeCommand(words, key)).toBe(false)
})

test('no key of others is a key of a probe', () => {
  expect(isProbeCommand(['DEL', 'orders'], 'orders')).toBe(false)
})
