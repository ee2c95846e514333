import {describe, expect, it} from 'vitest'
import {parseServerName} from './server-name.ts'

describe('parseServerName', () => {
  it.each([
    ['valkey', {flavour: 'valkey', version: undefined}],
    ['7.0', {flavour: undefined, version: '7.0'}],
    ['redis-server-7.0.15', {flavour: 'redis', version: '7.0.15'}],
    ['redis 7.0.15', {flavour: 'redis', version: '7.0.15'}],
    ['KeyDB', {flavour: 'keydb', version: undefined}],
  ])('reads %j', (text, name) => {
    expect(parseServerName(text)).toEqual(name)
  })

  it.each(['', ' ', 'dragonfly', 'redis-latest', 'redis-7.x', '7.', 'redis--7'])(
    'does not take %j',
    (text) => {
      expect(parseServerName(text)).toBeUndefined()
    },
  )
})
