import {describe, expect, it} from 'vitest'
import {placeNewcomer} from './place-newcomer.ts'
import type {PlannedInstance} from './plan.ts'
import {type PlannedHost, spread, wholeHosts} from './spread.ts'
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

/** Shapes of every kind, and how many hosts. */
const shapes = [1, 2, 3, 4, 5, 7].flatMap((masters) =>
  [0, 1, 2, 3].flatMap((each) =>
    [0, 1, 2, 3, 4, 5, 7].flatMap((sentinels) =>
      [1, 2, 3, 4, 5, 8].flatMap((count) =>
        [
          {cluster: false, chain: false},
          ...(sentinels === 0 ? [{cluster: true, chain: false}] : []),
          ...(masters === 1 && each > 0 ? [{cluster: false, chain: true}] : []),
        ].map((kind) => ({masters, replicas: masters * each, sentinels, count, ...kind})),
      ),
    ),
  ),
)

describe('for every shape and number of hosts', () => {
  const tally = (places: readonly {readonly name: string}[], host: string) =>
    places.filter(({name}) => name === host).length

  it('the loss of a host leaves a majority and a node of each group, or it is refused', () => {
    for (const {count, ...shape} of shapes) {
      const {masters, replicas, sentinels, cluster, chain} = shape
      const all = hosts('abcdefgh'.slice(0, count))
      const voters = cluster ? masters : sentinels
      const fewest = Math.ceil(voters / count)
      const survives = voters === 0 || voters - fewest > voters / 2
      const label = `${JSON.stringify(shape)} over ${count}`
      if (!survives || (replicas > 0 && count === 1)) {
        expect(() => spread(shape, all), label).toThrow(/^(One host would have|A replica would be)/)
        continue
      }
      const places = spread(shape, all)
      expect([places.data.length, places.sentinels.length], label).toEqual([masters + replicas, sentinels])
      for (const {name} of all) {
        const lost = cluster ? tally(places.data.slice(0, masters), name) : tally(places.sentinels, name)
        expect(voters === 0 || voters - lost > voters / 2, `${label}: ${name}`).toBe(true)
      }
      places.data.slice(masters).forEach(({name}, index) => {
        // In a chain the first master is that of all.
        expect(name, label).not.toBe(places.data[chain ? 0 : index % masters]?.name)
      })
    }
  })
})

describe('for every cluster that grows', () => {
  /** Whether any one host may be lost: what is left is a majority. */
  const survives = (masters: readonly PlannedInstance[]) =>
    masters.every(({onHost}) => masters.filter((one) => one.onHost !== onHost).length > masters.length / 2)
  const node = (name: string, {name: onHost, address}: PlannedHost, masterName: string): PlannedInstance => ({
    ...{name, kind: 'redis', host: address, port: 7000, onHost, masterName},
  })

  it('no host has a majority of the masters where that can be had, whatever has taken over meanwhile', () => {
    const clusters = shapes.filter(({cluster, count, masters, replicas}) => {
      const most = Math.ceil(masters / count)
      return cluster && masters - most > masters / 2 && (replicas === 0 || count > 1)
    })
    for (const {count, ...shape} of clusters) {
      for (const takeOver of shape.replicas === 0 ? [0] : [0, 1, 2, shape.masters]) {
        const all = hosts('abcdefgh'.slice(0, count))
        const {data} = spread(shape, all)
        const instances = data.map((place, index) =>
          node(`n${index + 1}`, place, `shard-${index % shape.masters}`),
        )
        // The first replica of some shards is their master now.
        const masters = Array.from({length: shape.masters}, (_, index) =>
          index < takeOver ? `n${shape.masters + index + 1}` : `n${index + 1}`,
        )
        for (let more = 1; more <= 5; more += 1) {
          const label = `${JSON.stringify(shape)} over ${count}, ${takeOver} taken over, ${more} more`
          const before = instances.filter(({name}) => masters.includes(name))
          const canBeHad = all.some((host) => survives([...before, node('new', host, 'new')]))
          const plan = {name: 'default', topology: '3m', instances, hosts: all}
          const place = placeNewcomer(plan, undefined, masters)
          if (place === undefined) throw new Error(`${label}: nowhere`)
          const added = node(`n${instances.length + 1}`, place, `shard-${shape.masters + more}`)
          expect(survives([...before, added]), label).toBe(canBeHad)
          instances.push(added)
          masters.push(added.name)
        }
      }
    }
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
