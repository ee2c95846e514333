import {expect, test} from 'vitest'
import {fitRows} from './fit-rows.ts'

const text = ['one', 'two', 'three', 'four'].join('\n')

test.for([
  [5, text],
  [4, 'one\ntwo\n… 2 more'],
  [3, 'one\n… 3 more'],
  [2, '… 4 more'],
  [1, '… 4 more'],
] as const)('a terminal of %i rows', ([rows, expected]) => {
  expect(fitRows(text, {rows, columns: 80})).toBe(expected)
})

test('a line that is wrapped takes several rows, and colours take no room', () => {
  expect(fitRows('123456\nb\nc', {rows: 5, columns: 3})).toBe('123456\nb\nc')
  expect(fitRows('123456\nb\nc', {rows: 4, columns: 3})).toBe('123456\n… 2 more')
  expect(fitRows('\u001b[31m123\u001b[39m\nb', {rows: 3, columns: 3})).toBe('\u001b[31m123\u001b[39m\nb')
})
