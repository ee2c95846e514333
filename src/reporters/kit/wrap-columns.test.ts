import {expect, test} from 'vitest'
import {wrapColumns} from './wrap-columns.ts'

test('what is too long in the last column goes on beneath itself', () => {
  const rows = [
    ['lost', '1', 'of these are gone: acknowledged from ten to eleven'],
    ['unknown', '12'],
    ['refused', '0', 'not done'],
  ]
  expect(wrapColumns(rows, {width: 42})).toEqual([
    '  lost     1   of these are gone:',
    '               acknowledged from ten to',
    '               eleven',
    '  unknown  12',
    '  refused  0   not done',
  ])
  expect(wrapColumns(rows, {width: 80})).toHaveLength(3)
})

test('columns that are empty in every row take no room', () => {
  expect(wrapColumns([['a', '', 'b c d e f g h i j k l']], {width: 23})).toEqual([
    '  a  b c d e f g h i j k',
    '     l',
  ])
})
