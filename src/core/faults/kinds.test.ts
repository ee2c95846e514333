import {describe, expect, it, test} from 'vitest'
import {allFaultKinds, traitsOf, undoingOf} from './kinds.ts'

const kindsWith = (holds: (kind: (typeof allFaultKinds)[number]) => boolean) => allFaultKinds.filter(holds)

describe('the table of fault kinds', () => {
  test.each(allFaultKinds)('%s has a participle, and words for what undoes it', (kind) => {
    const {done, heal} = traitsOf(kind)
    expect(done).toMatch(/ed\b|^put |^set$/)
    expect(undoingOf(kind)?.by).toBe(heal)
  })

  // A restart takes an instance away and gives it back: both are true. A setting does neither.
  it('tells what disrupts from what is waited for until all are in place again', () => {
    expect(kindsWith((kind) => traitsOf(kind).disrupts !== true)).toEqual(['start', 'resume', 'set', 'heal'])
    expect(kindsWith((kind) => traitsOf(kind).settles === true)).toEqual([
      'start',
      'restart',
      'resume',
      'heal',
    ])
  })

  it('counts on nothing of a kind that it does not know', () => {
    expect(traitsOf('scramble')).toBeUndefined()
    expect(traitsOf('constructor')).toBeUndefined()
  })
})
