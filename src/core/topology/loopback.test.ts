import {expect, it} from 'vitest'
import {loopbackAddress, loopbackBlocks} from './loopback.ts'

it('gives every instance of every block an address of its own, none of them 127.0.0.1', () => {
  expect(loopbackAddress(0, 0)).toBe('127.64.0.2')
  expect(loopbackAddress(257, 5)).toBe('127.65.1.7')
  expect(loopbackAddress(loopbackBlocks - 1, 199)).toBe('127.191.255.201')
})
