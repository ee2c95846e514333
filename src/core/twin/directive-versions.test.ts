import {expect, it} from 'vitest'
import {whoKnows} from './directive-versions.ts'

const redis7 = {flavour: 'redis', version: '7.0.15'} as const

it.each([
  ['dual-channel-replication-enabled', redis7, 'Valkey 8.0 and later know it'],
  [
    'replica-full-sync-buffer-limit',
    {flavour: 'valkey', version: '9.1.0'} as const,
    'Redis 8.0 and later know it',
  ],
  ['sentinel primary-reboot-down-after-period', redis7, 'Valkey 8.0 and later know it'],
  ['set-max-listpack-entries', redis7, 'Redis 7.2 and Valkey 7.2 and later know it'],
  ['cluster-databases', redis7, 'Valkey 9.0 and later know it'],
  ['maxmemory', redis7, undefined],
  ['appenddirname', redis7, undefined],
])('%s: %o', (name, server, said) => {
  expect(whoKnows(name, server)).toBe(said)
})
