import {describe, expect, it, test} from 'vitest'
import type {Fault, Heal} from './faults.ts'
import {canBeUndone, healOf, heedAllLater, restoreAllFirst} from './heals.ts'

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

test('a failover, a sleep and a disconnect cannot be undone', () => {
  expect(canBeUndone({kind: 'failover'})).toBe(false)
  expect(canBeUndone({kind: 'sleep', durationMs: 1})).toBe(false)
  expect(canBeUndone({kind: 'disconnect'})).toBe(false)
  expect(canBeUndone({kind: 'fill'})).toBe(true)
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
    expect(heedAllLater({n1: waiting}, done, ['n1'])).toEqual(left === undefined ? {} : {n1: left})
  })
})

test('what waits at others is left as it is', () => {
  const waiting = {n1: {kind: 'resume'}, n2: {kind: 'resume'}} as const
  expect(heedAllLater(waiting, {kind: 'resume'}, ['n1'])).toEqual({n2: {kind: 'resume'}})
})

describe('what was changed for a time twice', () => {
  const heals = new Map([['n1', set(['timeout', '7'], ['hz', '10'])]])
  const healers = [
    {at: '2026-11-05T12:00:05.000Z', heals: {n1: {kind: 'start'}, n2: set(['hz', '1'])}},
    {at: '2026-11-05T12:00:05.000Z', heals: {n1: set(['timeout', '0'])}},
  ] as const

  test('goes back to what it was at first', () => {
    const now = Date.parse('2026-11-05T12:00:04.000Z')
    expect(restoreAllFirst(heals, healers, now)).toEqual({n1: set(['timeout', '0'], ['hz', '10'])})
  })

  test('does not go back to what a healer knew that has failed', () => {
    const now = Date.parse('2026-11-05T12:00:06.000Z')
    expect(restoreAllFirst(heals, healers, now)).toEqual(Object.fromEntries(heals))
  })
})
