import {expect, test} from 'vitest'
import {nameInHint} from './name-flag.ts'

test.each([
  ['See who has which: redislab status', 'See who has which: redislab status --name blue'],
  ['redislab status shows the whole.', 'redislab status --name blue shows the whole.'],
  [
    'Bring one back: redislab start sentinels, or redislab resume sentinels',
    'Bring one back: redislab start --name blue sentinels, or redislab resume --name blue sentinels',
  ],
  ['redislab cli n1 -- CONFIG GET "*"', 'redislab cli --name blue n1 -- CONFIG GET "*"'],
  ['Start again: redislab up 1m2r3s --replace', 'Start again: redislab up --name blue 1m2r3s --replace'],
])('%s', (hint, named) => {
  expect(nameInHint(hint, 'blue')).toBe(named)
  expect(nameInHint(hint, 'default')).toBe(hint)
})

test.each([
  'Look at it: redislab status --name green',
  'Start one: redislab up 1m2r3s',
  'Take deployments down that are no longer needed: redislab ls, redislab down.',
  'redislab doctor checks the machine.',
  'See what there is: redislab lab list',
])('%s stays as it is', (hint) => {
  expect(nameInHint(hint, 'blue')).toBe(hint)
})
