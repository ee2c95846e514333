import {expect, test} from 'vitest'
import {notInTime, waitUntilNone} from './wait-until-none.ts'

const quick = {withinMs: 20, everyMs: 2}

test('looks until nothing is missing', async () => {
  const looks = [['n2', 'n3'], ['n3'], []]
  expect(await waitUntilNone(async () => looks.shift() ?? ['too late'], quick)).toEqual([])
  expect(looks).toEqual([])
})

test('says what was missing at last', async () => {
  expect(await waitUntilNone(async () => ['n3'], quick)).toEqual(['n3'])
})

test('what did not come in time is told with the first thing missing', () => {
  const unmet = ['n2 is down', 'n3 is down']
  expect(notInTime('It was not ready', {withinMs: 20, unmet, suggestion: 'Wait longer.'})).toMatchObject({
    code: 'TIMED_OUT',
    message: 'It was not ready within 20 ms: n2 is down.',
    suggestions: ['Wait longer.'],
    details: {unmet},
  })
})
