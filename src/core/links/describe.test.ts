import {expect, it} from 'vitest'
import {describeRule, groupRules} from './describe.ts'
import {linksBetween} from './link.ts'
import {cutLinks, shapeLinks} from './rules.ts'

it('tells a partition of two sets as one', () => {
  const [here, there] = [
    ['n1', 's1'],
    ['n2', 'n3', 's2'],
  ]
  const rules = cutLinks(
    [],
    [...linksBetween(here ?? [], there ?? []), ...linksBetween(there ?? [], here ?? [])],
    'stall',
  )
  expect(groupRules(rules)).toEqual([{from: here, to: there, bothWays: true, cut: 'stall', text: 'cut'}])
})

it('tells a one-way cut and a delay each by itself', () => {
  const cut = cutLinks([], linksBetween(['n1'], ['n2']), 'stall')
  const rules = shapeLinks(cut, linksBetween(['n1'], ['n3', 's1']), {delayMs: 200, jitterMs: 50})
  expect(groupRules(rules)).toEqual([
    {from: ['n1'], to: ['n2'], bothWays: false, cut: 'stall', text: 'cut'},
    {from: ['n1'], to: ['n3', 's1'], bothWays: false, text: '200 ms ± 50 ms late'},
  ])
})

it('says all parts of a rule', () => {
  expect(describeRule({from: 'n1', to: 'n2', cut: 'refuse', delayMs: 5, bytesPerSecond: 1_500_000})).toBe(
    'refuses new connections, 5 ms late, 1.5 MB/s',
  )
})
