import {expect, test} from 'vitest'
import {splitArguments} from './split-arguments.ts'

test.each([
  ['SET key value', ['SET', 'key', 'value']],
  ['  GET   lock:order ', ['GET', 'lock:order']],
  ['SET k "two words\\n\\x41\\""', ['SET', 'k', 'two words\nA"']],
  ["SET k 'it\\'s \"so\"'", ['SET', 'k', 'it\'s "so"']],
  ['SET k ""', ['SET', 'k', '']],
  ['a"b c"', ['ab c']],
  ['', []],
])('%j', (text, words) => {
  expect(splitArguments(text)).toEqual(words)
})

test.each(['SET k "open', "SET k 'open", 'SET k "a"b'])('%j has a quote that is not closed', (text) => {
  expect(splitArguments(text)).toBeUndefined()
})
