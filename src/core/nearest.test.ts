import {expect, test} from 'vitest'
import {findNearest} from './nearest.ts'

const known = ['start', 'status', 'stop', 'kill', 'logs']

test.each([
  ['stauts', 'status'],
  ['satrt', 'start'],
  ['kil', 'kill'],
  ['lgos', 'logs'],
  ['frobnicate', undefined],
])('%s: %s', (typed, word) => {
  expect(findNearest(typed, known)).toBe(word)
})
