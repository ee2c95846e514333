import {describe, expect, it, test} from 'vitest'
import {canBeUndone, concealSecret, type Fault, type Heal, healOf, heedLater, restoreFirst} from './faults.ts'

describe('healOf', () => {
  it.each([
    ['kill', 'start'],
    ['stop', 'start'],
    ['restart', 'start'],
    ['start', 'stop'],
    ['pause', 'resume'],
    ['resume', 'pause'],
  ] as const)('%s is undone by %s', (fault, heal) => {
    expect(healOf(fault)).toEqual({kind: heal})
  })
})

const set = (...pairs: readonly (readonly [string, string])[]) =>
  ({kind: 'set', directives: pairs.map(([name, value]) => ({name, value}))}) as const

describe('what is left of a heal that waits', () => {
  test.each<{waiting: Heal; done: Fault; left: Heal | undefined}>([
    {waiting: {kind: 'start'}, done: {kind: 'kill', signal: 'SIGKILL'}, left: undefined},
    {waiting: {kind: 'resume'}, done: {kind: 'resume'}, left: undefined},
    {waiting: {kind: 'resume'}, done: set(['timeout', '1']), left: {kind: 'resume'}},
    {waiting: {kind: 'start'}, done: {kind: 'failover'}, left: {kind: 'start'}},
    {waiting: set(['timeout', '0']), done: {kind: 'pause'}, left: set(['timeout', '0'])},
    {waiting: set(['timeout', '0']), done: set(['timeout', '5']), left: undefined},
    {waiting: set(['timeout', '0']), done: set(['hz', '5']), left: set(['timeout', '0'])},
    {
      waiting: set(['timeout', '0'], ['maxmemory', '0'], ['maxmemory-policy', 'noeviction']),
      done: {kind: 'fill'},
      left: set(['timeout', '0']),
    },
  ])('$waiting after $done', ({waiting, done, left}) => {
    expect(heedLater(waiting, done)).toEqual(left)
  })
})

test('what was changed for a time twice goes back to what it was at first', () => {
  expect(restoreFirst(set(['timeout', '7'], ['hz', '10']), [{kind: 'start'}, set(['timeout', '0'])])).toEqual(
    set(['timeout', '0'], ['hz', '10']),
  )
})

test('a failover, a sleep and a disconnect cannot be undone', () => {
  expect(canBeUndone({kind: 'failover'})).toBe(false)
  expect(canBeUndone({kind: 'sleep', durationMs: 1})).toBe(false)
  expect(canBeUndone({kind: 'disconnect'})).toBe(false)
  expect(canBeUndone({kind: 'fill'})).toBe(true)
})

test('secrets are not shown, and an empty one is none', () => {
  expect(concealSecret({name: 'masterauth', value: 'x'})).toEqual({name: 'masterauth', value: '(hidden)'})
  expect(concealSecret({name: 'masterauth', value: ''})).toEqual({name: 'masterauth', value: ''})
  expect(concealSecret({name: 'timeout', value: '1'})).toEqual({name: 'timeout', value: '1'})
})
