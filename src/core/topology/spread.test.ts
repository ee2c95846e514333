import {describe, expect, it} from 'vitest'
import {spread, wholeHosts} from './spread.ts'
import {parseTopology} from './topology.ts'

const hosts = (names: string) => [...names].map((name, index) => ({name, address: `10.0.0.${index + 1}`}))
const namesOf = (places: readonly {readonly name: string}[]) => places.map(({name}) => name).join('')

function spreadOver(names: string, topology: string, cluster = false) {
  const {data, sentinels} = spread(parseTopology(topology, {cluster}), hosts(names))
  return `${namesOf(data)} ${namesOf(sentinels)}`.trim()
}

describe('spread', () => {
  it.each([
    ['1m2r3s', 'abc', false, 'abc abc'],
    ['1m2r5s', 'abc', false, 'abc abcab'],
    ['3m3r', 'abc', true, 'abcbca'],
    ['3m6r', 'abc', true, 'abcbcacab'],
    ['1m4r3s', 'abc', false, 'abcbc abc'],
    ['1m1r', 'ab', false, 'ab'],
  ])('%s over %s', (topology, names, cluster, expected) => {
    expect(spreadOver(names, topology, cluster)).toBe(expected)
  })

  it.each([
    ['1m2r3s', 'ab', false],
    ['1m1s', 'abc', false],
    ['1m1r2s', 'ab', false],
    ['1m2r4s', 'ab', false],
    ['3m3r', 'ab', true],
    ['4m4r', 'ab', true],
    ['1m1r', 'a', false],
  ])('%s over %s is refused', (topology, names, cluster) => {
    expect(() => spreadOver(names, topology, cluster)).toThrow(/^(One host would have|A replica would be)/)
  })
})

describe('wholeHosts', () => {
  const instances = [
    {name: 'n1', onHost: 'a'},
    {name: 's1', onHost: 'a'},
    {name: 'n2', onHost: 'b'},
  ]

  it('is those of which all are named', () => {
    expect(wholeHosts(instances, ['n1', 's1'])).toEqual(['a'])
    expect(wholeHosts(instances, ['n1', 'n2'])).toEqual(['b'])
  })

  it('is none of what runs on this machine', () => {
    expect(wholeHosts([{name: 'n1'}], ['n1'])).toEqual([])
  })
})
