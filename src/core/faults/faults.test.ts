import {describe, expect, it, test} from 'vitest'
import {canBeUndone, concealSecret, healOf} from './faults.ts'

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

test('secrets are not shown, and an empty one is none', () => {
  expect(concealSecret({name: 'masterauth', value: 'x'})).toEqual({name: 'masterauth', value: '(hidden)'})
  expect(concealSecret({name: 'masterauth', value: ''})).toEqual({name: 'masterauth', value: ''})
  expect(concealSecret({name: 'timeout', value: '1'})).toEqual({name: 'timeout', value: '1'})
})
