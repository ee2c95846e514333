import {expect, it} from 'vitest'
import {canonicalAddress} from './canonical-address.ts'

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['2001:DB8::0:1', '2001:db8::1'],
  ['::FFFF:0a00:0001', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['FE80:0::1%eth0', 'fe80::1%eth0'],
  ['0:0::0', '::'],
])('%s is %s', (word, address) => {
  expect(canonicalAddress(word)).toBe(address)
})

it.each(['', 'localhost', '127.1', '127.0.0.01', '[::1]', '::1:'])('"%s" is no address', (word) => {
  expect(canonicalAddress(word)).toBeUndefined()
})
