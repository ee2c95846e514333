import {describe, expect, test} from 'vitest'
import {ServerCondition} from './server-condition.ts'

const redis7 = {flavour: 'redis', version: '7.0.15'} as const
const valkey8 = {flavour: 'valkey', version: '8.0.1'} as const

describe('a condition on the server', () => {
  test.each([
    ['redis', true, false],
    ['valkey', false, true],
    ['redis >= 7.0', true, false],
    ['redis < 7.0.15', false, false],
    ['redis = 7.0.15', true, false],
    ['redis >= 7.2 or valkey', false, true],
    ['redis >= 6.2 and < 7.2 or valkey < 8', true, false],
  ])('%s', (text, onRedis, onValkey) => {
    const condition = ServerCondition.parse(text)
    expect(condition?.holds(redis7)).toBe(onRedis)
    expect(condition?.holds(valkey8)).toBe(onValkey)
  })

  test.each(['', 'memcached', 'redis >= x', 'redis 7', '>= 7', 'redis or'])('%j is none', (text) => {
    expect(ServerCondition.parse(text)).toBeUndefined()
  })
})
