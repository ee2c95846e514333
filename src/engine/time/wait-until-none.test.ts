import {expect, test} from 'vitest'
import {requireNone, waitUntilNone} from './wait-until-none.ts'

const quick = {withinMs: 20, everyMs: 2}

test('looks until nothing is missing', async () => {
  const looks = [['n2', 'n3'], ['n3'], []]
  expect(await waitUntilNone(async () => looks.shift() ?? ['too late'], quick)).toEqual([])
  expect(looks).toEqual([])
})

test('says what was missing at last', async () => {
  expect(await waitUntilNone(async () => ['n3'], quick)).toEqual(['n3'])
})

test('what is required in time fails with the first thing missing', async () => {
  const words = {what: 'It was not ready', suggestion: 'Wait longer.'}
  await expect(
    requireNone(async () => ['n2 is down', 'n3 is down'], {...quick, ...words}),
  ).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: 'It was not ready within 20 ms: n2 is down.',
    suggestions: ['Wait longer.'],
    details: {unmet: ['n2 is down', 'n3 is down']},
  })
  await expect(requireNone(async () => [], {...quick, ...words})).resolves.toBeUndefined()
})
