import {expect, test} from 'vitest'
import {concealSecret} from './faults.ts'

test('secrets are not shown, and an empty one is none', () => {
  expect(concealSecret({name: 'masterauth', value: 'x'})).toEqual({name: 'masterauth', value: '(hidden)'})
  expect(concealSecret({name: 'masterauth', value: ''})).toEqual({name: 'masterauth', value: ''})
  expect(concealSecret({name: 'timeout', value: '1'})).toEqual({name: 'timeout', value: '1'})
})
