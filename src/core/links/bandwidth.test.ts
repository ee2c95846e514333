import {expect, it} from 'vitest'
import {parseBandwidth} from './bandwidth.ts'

it.each([
  ['500kb', 500_000],
  ['1mb', 1_000_000],
  ['1.5MB/s', 1_500_000],
  ['10mbit', 1_250_000],
  ['100b', 100],
])('%s is %d bytes a second', (text, bytes) => expect(parseBandwidth(text)).toBe(bytes))

it.each(['', '1', '0mb', '-1kb', '5parsec', 'mb'])('%j is none', (text) => {
  expect(() => parseBandwidth(text)).toThrow('is not a bandwidth')
})
