import {expect, test} from 'vitest'
import {findCutOff, findHeldBack} from './cut-off.ts'
import {linksBetween} from './link.ts'

const members = ['n1', 'n2', 'n3', 's1', 's2', 's3'].map(
  (name) => ({name, kind: name.startsWith('s') ? 'sentinel' : 'redis'}) as const,
)
const both = (a: string[], b: string[]) => [...linksBetween(a, b), ...linksBetween(b, a)]

test.for([
  ['nothing is cut', [], []],
  ['a minority', both(['n1', 's1'], ['n2', 'n3', 's2', 's3']), ['n1', 's1']],
  ['the side with most sentinels stays', both(['n1', 's1', 's2'], ['n2', 'n3', 's3']), ['n2', 'n3', 's3']],
  ['sentinels alone are cut off, however many', both(['s1', 's2'], ['n1', 'n2', 'n3', 's3']), ['s1', 's2']],
  ['two that reach each other through others', both(['n1'], ['n2']), []],
  [
    'who only hears, or is only heard, is cut off',
    linksBetween(['n1', 'n2', 's1', 's2', 's3'], ['n3']),
    ['n3'],
  ],
  [
    'who is parted from each of the others',
    [...both(['n2'], ['n1', 'n3', 's1', 's2', 's3']), ...both(['s3'], ['n1', 'n3', 's1', 's2'])],
    ['n2', 's3'],
  ],
] as const)('%s', ([_, cut, expected]) => {
  expect(findCutOff(members, cut)).toEqual(expected)
})

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'].map((name) => ({name, kind: 'redis'}) as const)
const masters = ['n1', 'n2', 'n3']

test.for([
  // Four replicas are more instances, and elect nobody.
  [
    'the side with most masters stays',
    both(['n1', 'n2'], ['n3', 'n4', 'n5', 'n6', 'n7']),
    ['n3', 'n4', 'n5', 'n6', 'n7'],
  ],
  ['a minority of the masters', both(['n3', 'n4'], ['n1', 'n2', 'n5', 'n6', 'n7']), ['n3', 'n4']],
] as const)('in a cluster: %s', ([_, cut, expected]) => {
  expect(findCutOff(nodes, cut, masters)).toEqual(expected)
})

test.for([
  [
    'who is cut off',
    both(['n1'], ['n2', 'n3', 'n4', 'n5', 'n6', 'n7']).map((link) => ({...link, cut: 'stall' as const})),
    ['n1'],
  ],
  [
    'both ends, when they reach each other through others',
    both(['n1'], ['n2']).map((link) => ({...link, cut: 'stall' as const})),
    ['n1', 'n2'],
  ],
  ['who is slow', [{from: 'n4', to: 'n5', delayMs: 5}], ['n4', 'n5']],
  ['nobody', [], []],
] as const)('rules hold back %s', ([_, rules, expected]) => {
  expect(findHeldBack(nodes, rules, masters)).toEqual(expected)
})
