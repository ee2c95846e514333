import {describe, expect, test} from 'vitest'
import {findMismatch, formatReply, isWantedError, pickField} from './reply.ts'

describe('a reply fits', () => {
  test.each([
    ['OK', 'OK'],
    [1, 1],
    [1, '1'],
    [null, null],
    [
      ['a', null, 2],
      ['a', null, '2'],
    ],
    [{matches: '^a+$'}, 'aaa'],
    [{matches: 'name=x', times: 2}, 'name=x\nname=x y'],
    [{contains: 'b'}, ['a', 'b']],
    [{above: 1, below: 3}, '2'],
    [{'at-least': 2, 'at-most': 2}, 2],
    [{type: 'integer'}, 5],
    [{type: 'nil'}, null],
    [{length: 2}, ['a', 'b']],
    [{not: null}, 'x'],
    [{'one-of': [1, 2]}, 2],
  ] as const)('%j: %j', (wanted, value) => {
    expect(findMismatch(wanted, value)).toBeUndefined()
  })
})

describe('a reply does not fit', () => {
  test.each([
    ['1', 1, '1'],
    [2, '1', '2'],
    [null, '', '(nil)'],
    [['a'], ['a', 'b'], '[a]'],
    [{matches: 'x', times: 1}, 'x x', '/x/ × 1'],
    [{above: 1}, 'much', 'above 1'],
    [{above: 1}, '', 'above 1'],
    [{not: 'x', type: 'string'}, 'x', 'of type string and not x'],
    [{'one-of': [1, 2]}, 3, 'one of 1, 2'],
  ] as const)('%j: %j', (wanted, value, words) => {
    expect(findMismatch(wanted, value)).toBe(words)
  })
})

test('replies are shown as redis-cli shows them, in one line', () => {
  expect(formatReply({value: null})).toBe('(nil)')
  expect(formatReply({value: ['a', ['b', 1]]})).toBe('[a, [b, 1]]')
  expect(formatReply({error: 'READONLY You can’t'})).toBe('(error) READONLY You can’t')
})

test('a field of INFO, of names and values, or by its place', () => {
  expect(pickField('# Replication\r\nrole:slave\r\nmaster_link_status:up\r\n', 'master_link_status')).toBe(
    'up',
  )
  expect(pickField(['quorum', '2', 'flags', 'master'], 'flags')).toBe('master')
  expect(pickField(['quorum', '2', '2', 'x'], 'missing')).toBeUndefined()
  expect(pickField(['127.0.0.1', '6380'], '1')).toBe('6380')
})

test('an error is known by its beginning, or by a pattern', () => {
  expect(isWantedError('READONLY', 'READONLY You can’t write')).toBe(true)
  expect(isWantedError('ONLY', 'READONLY You can’t write')).toBe(false)
  expect(isWantedError('/^(READONLY|MISCONF)/', 'MISCONF Errors')).toBe(true)
})
