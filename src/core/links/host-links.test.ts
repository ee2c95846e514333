import {describe, expect, it} from 'vitest'
import {findTornHost, linksBetweenHosts, unknownHosts} from './host-links.ts'
import {clients, linksBetween} from './link.ts'

const members = [
  {name: 'n1', kind: 'redis', onHost: 'a', bound: {host: '10.0.0.1'}},
  {name: 'n2', kind: 'redis', onHost: 'b', bound: {host: '10.0.0.2'}, replicaOf: 'n1'},
  {name: 's1', kind: 'sentinel', onHost: 'a', bound: {host: '10.0.0.1'}},
  {name: 's2', kind: 'sentinel', onHost: 'b', bound: {host: '10.0.0.2'}},
]

describe('findTornHost', () => {
  it.each([
    ['a host from another', linksBetween(['n1', 's1'], ['n2', 's2'])],
    ['clients from an instance', linksBetween([clients], ['n1'])],
    ['instances from clients', linksBetween(['n1'], [clients])],
    ['nothing', []],
  ])('%s', (_, links) => expect(findTornHost(links, members)).toBeUndefined())

  it.each([
    ['an instance that calls', linksBetween(['n1'], ['n2', 's2']), {host: 'a', names: ['n1'], left: ['s1']}],
    [
      'an instance that is called',
      linksBetween(['n1', 's1'], ['n2']),
      {host: 'b', names: ['n2'], left: ['s2']},
    ],
    ['two of one host', linksBetween(['n1'], ['s1']), {host: 'a', names: ['n1'], left: ['s1']}],
  ])('is torn by %s', (_, links, expected) => expect(findTornHost(links, members)).toEqual(expected))

  it('does not ask that of the instances of this machine', () => {
    const here = [{name: 'n1'}, {name: 'n2'}, {name: 's1'}]
    expect(findTornHost(linksBetween(['n1'], ['n2']), here)).toBeUndefined()
  })
})

describe('linksBetweenHosts', () => {
  const all = members.map(({name}) => name)

  it('leaves out those within a host where all of these were meant', () => {
    const links = linksBetweenHosts(linksBetween(all, all), members)
    expect(links).toEqual([
      ...linksBetween(['n1'], ['n2', 's2']),
      ...linksBetween(['n2'], ['n1', 's1']),
      ...linksBetween(['s1'], ['n2', 's2']),
      ...linksBetween(['s2'], ['n1', 's1']),
    ])
    expect(findTornHost(links, members)).toBeUndefined()
  })

  it('keeps those within a host that were named alone', () => {
    const links = linksBetween(['n1'], ['s1'])
    expect(linksBetweenHosts(links, members)).toEqual(links)
  })

  it('keeps those of this machine, and of clients', () => {
    const here = [{name: 'n1'}, {name: 'n2'}]
    const links = [...linksBetween(['n1', 'n2'], ['n1', 'n2']), ...linksBetween([clients], ['n1'])]
    expect(linksBetweenHosts(links, here)).toEqual(links)
  })
})

describe('unknownHosts', () => {
  it('is none where one of each host was known', () => {
    expect(unknownHosts({mode: 'sentinel', instances: members}, ['s1', 'n2', clients])).toEqual([])
  })

  it('is a host that only clients came from', () => {
    const found = unknownHosts({mode: 'sentinel', instances: members}, ['s1', clients])
    expect(found).toEqual([{name: 'b', address: '10.0.0.2'}])
  })

  it('does not wait for a master alone on its host', () => {
    const [master, replica] = members
    const instances = [master, replica].flatMap((one) => one ?? [])
    expect(unknownHosts({mode: 'replication', instances}, ['n2'])).toEqual([])
  })
})
