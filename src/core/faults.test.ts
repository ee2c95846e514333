import {describe, expect, it} from 'vitest'
import {doneWords, type FaultKind, healOf} from './faults.ts'

describe('healOf', () => {
  it.each<[FaultKind, FaultKind]>([
    ['kill', 'start'],
    ['stop', 'start'],
    ['restart', 'start'],
    ['start', 'stop'],
    ['pause', 'resume'],
    ['resume', 'pause'],
  ])('%s is undone by %s', (fault, heal) => {
    expect(healOf(fault)).toBe(heal)
  })

  it('knows what undoes every fault, and a word for having done it', () => {
    for (const kind of Object.keys(doneWords) as FaultKind[]) {
      expect(doneWords).toHaveProperty(healOf(kind))
      expect(doneWords[kind]).toMatch(/ed$/)
    }
  })
})
