import {expect, test} from 'vitest'
import {maybeSentinel} from './events.ts'

const bySentinel = 'id=5 addr=127.0.0.1:40112 name=sentinel-4e1a5a9e-cmd age=12 cmd=exec user=default'
// As Valkey 9.1 writes it, cut short.
const concealed = 'id=9 addr=127.0.0.1:51954 fd=15 name=*redacted* user=*redacted* lib-name= lib-ver='

test.each([
  [bySentinel, true, true],
  [concealed, true, true],
  [concealed, false, false],
  ['id=5 addr=127.0.0.1:40112 name= cmd=replicaof', true, false],
] as const)('%s, with sentinels: %s', (client, hasSentinels, expected) => {
  expect(maybeSentinel({client}, hasSentinels)).toBe(expected)
})
