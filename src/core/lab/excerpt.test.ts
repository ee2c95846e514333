import {expect, test} from 'vitest'
import {excerptOf} from './excerpt.ts'

const clients = `id=1 name=sentinel-a-cmd ${'x'.repeat(300)}\nid=2 name=sentinel-b-cmd\nid=3 name=`

test('of a long reply, what was looked for', () => {
  expect(excerptOf(clients, {matches: 'name=sentinel-\\S+'})).toBe(
    '… name=sentinel-a-cmd … name=sentinel-b-cmd …',
  )
  expect(excerptOf(clients, {contains: 'b-cmd'})).toBe('… b-cmd …')
})

test('else how it begins', () => {
  for (const wanted of [undefined, {not: null}, {matches: 'absent'}, 'x', ['x']] as const)
    expect(excerptOf(clients, wanted)).toBe(`${clients.slice(0, 200)}…`)
})

test('a short reply is told whole', () => {
  expect(excerptOf('name=a', {contains: 'a'})).toBe('name=a')
})
