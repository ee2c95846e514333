import {describe, expect, it} from 'vitest'
import {linksBetween} from './link.ts'
import {cutLinks, healParts, partsAt, partsOf, shapeLinks} from './rules.ts'

const n1ToN2 = {from: 'n1', to: 'n2'}
const n2ToN1 = {from: 'n2', to: 'n1'}

describe('linksBetween', () => {
  it('leads from each of the one set to each of the other', () => {
    expect(linksBetween(['n1', 's1'], ['n2', 's2'])).toEqual([
      n1ToN2,
      {from: 'n1', to: 's2'},
      {from: 's1', to: 'n2'},
      {from: 's1', to: 's2'},
    ])
  })

  it('leads nobody to itself', () => {
    expect(linksBetween(['n1', 'n2'], ['n1', 'n2'])).toEqual([n1ToN2, n2ToN1])
  })
})

describe('rules', () => {
  it('cuts links, once each', () => {
    const once = cutLinks([], [n1ToN2, n2ToN1], 'stall')
    expect(once).toEqual([
      {...n1ToN2, cut: 'stall'},
      {...n2ToN1, cut: 'stall'},
    ])
    expect(cutLinks(once, [n1ToN2], 'reset')).toEqual([
      {...n2ToN1, cut: 'stall'},
      {...n1ToN2, cut: 'reset'},
    ])
  })

  it('keeps a cut and a delay of the same link apart', () => {
    const both = shapeLinks(cutLinks([], [n1ToN2], 'stall'), [n1ToN2], {delayMs: 200})
    expect(both).toEqual([{...n1ToN2, cut: 'stall', delayMs: 200}])
    expect(healParts(both, [{...n1ToN2, part: 'cut'}])).toEqual([{...n1ToN2, delayMs: 200}])
    expect(healParts(both, [{...n1ToN2, part: 'shape'}])).toEqual([{...n1ToN2, cut: 'stall'}])
    expect(healParts(both, both.flatMap(partsOf))).toEqual([])
  })

  it('replaces a shape as a whole', () => {
    const slow = shapeLinks([], [n1ToN2], {delayMs: 200, jitterMs: 50})
    expect(shapeLinks(slow, [n1ToN2], {bytesPerSecond: 1000})).toEqual([{...n1ToN2, bytesPerSecond: 1000}])
  })

  it('finds what holds at an instance, in both directions', () => {
    const rules = cutLinks([], [n1ToN2, n2ToN1, {from: 's1', to: 's2'}], 'stall')
    expect(partsAt(rules, ['n1'])).toEqual([
      {...n1ToN2, part: 'cut'},
      {...n2ToN1, part: 'cut'},
    ])
  })

  it('heals what is whole without a word', () => {
    expect(healParts([], [{...n1ToN2, part: 'cut'}])).toEqual([])
  })
})
