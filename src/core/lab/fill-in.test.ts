import {expect, test} from 'vitest'
import {fillIn} from './fill-in.ts'

const scope = {tries: 15, replid: 'abc', tally: {count: 3}, longish: 1.005}

test('values take the place of their names, everywhere', () => {
  const step = {
    command: 'PSYNC ${replid} 1',
    times: '${tries}',
    fields: {n: ['${tally.count}', 'n=${tally.count}']},
  }
  expect(fillIn(step, () => scope)).toEqual({command: 'PSYNC abc 1', times: 15, fields: {n: [3, 'n=3']}})
})

test('what nobody knows stays as it was written', () => {
  expect(fillIn('${unknown} ${tries}', () => scope)).toBe('${unknown} 15')
  expect(fillIn('${unknown}', () => scope)).toBe('${unknown}')
})
