import {describe, expect, it} from 'vitest'
import {fillPassword, toDeploymentOptions} from './up-flags.ts'

const words = (line: string) => line.split(' ').filter(Boolean)

describe('fillPassword', () => {
  it.each([
    ['1m2r3s --password', '1m2r3s --password auto'],
    ['--password 1m2r3s', '--password auto 1m2r3s'],
    ['1m --password --json', '1m --password auto --json'],
    ['1m --password -n mine', '1m --password auto -n mine'],
    ['1m --password -- x', '1m --password auto -- x'],
  ])('makes a password up for: %s', (typed, meant) => {
    expect(fillPassword(words(typed))).toEqual(words(meant))
  })

  it.each([
    '1m --password secret',
    '--password secret 1m',
    '1m --password=secret',
    '1m --password auto',
    '--password 1m2r3s4x',
    '1m --passwordx',
    '1m -- --password',
    '1m',
    '',
  ])('leaves as it is: %s', (typed) => {
    expect(fillPassword(words(typed))).toEqual(words(typed))
  })

  it('takes an empty word for a value', () => {
    expect(fillPassword(['--password', ''])).toEqual(['--password', ''])
  })
})

describe('toDeploymentOptions', () => {
  const flags = {
    name: 'default',
    host: '127.0.0.1',
    timing: 'lab',
    persist: 'none',
    links: false,
    cluster: false,
    chain: false,
    insecure: false,
  } as const

  it('gives every flag on under the name of the library', () => {
    expect(
      toDeploymentOptions({
        ...flags,
        port: 1,
        'sentinel-port': 2,
        quorum: 3,
        'down-after': 4,
        'failover-timeout': 5,
        'parallel-syncs': 6,
        password: 'seven',
        set: ['a=8'],
        'sentinel-set': ['b=9'],
      }),
    ).toEqual({
      insecure: false,
      name: 'default',
      host: '127.0.0.1',
      port: 1,
      sentinelPort: 2,
      quorum: 3,
      downAfterMs: 4,
      failoverTimeoutMs: 5,
      parallelSyncs: 6,
      password: 'seven',
      set: ['a=8'],
      sentinelSet: ['b=9'],
      timing: 'lab',
      persist: 'none',
      chain: false,
      cluster: false,
      links: false,
    })
  })
})
