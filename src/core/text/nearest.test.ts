import {describe, expect, it} from 'vitest'
import {findAllNearest, findNearest} from './nearest.ts'

describe('findNearest', () => {
  it.each([
    ['kil', ['kill', 'fill'], 'kill'],
    ['stauts', ['start', 'status'], 'status'],
    ['down-aftre', ['down-after', 'down'], 'down-after'],
    ['nonsense', ['start', 'status'], undefined],
    ['fr', ['en', 'zh'], undefined],
    ['', ['en'], undefined],
    ['up', [], undefined],
  ])('%j among %j: %j', (typed, known, nearest) => {
    expect(findNearest(typed, known)).toBe(nearest)
  })

  it('tells all that are as near', () => {
    expect(findAllNearest('ill', ['kill', 'fill', 'start'])).toEqual(['kill', 'fill'])
  })
})
