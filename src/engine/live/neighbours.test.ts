import {expect, test} from 'vitest'
import {namedBy, ownAddressIn} from './neighbours.ts'

const id = (digit: string) => digit.repeat(40)

test('nodes of a cluster at ::1 are neighbours; those without an address are none', () => {
  const reply = [
    `${id('a')} ::1:7000@17000 myself,master - 0 0 1 connected 0-5460`,
    `${id('b')} ::1:7001@17001,,shard-id=x master - 0 0 2 connected 5461-10922`,
    `${id('c')} fd00::7:7002@17002 slave ${id('a')} 0 0 1 connected`,
    `${id('d')} :7003@17003 master - 0 0 3 disconnected`,
    `${id('e')} :0@0 master,noaddr - 0 0 3 disconnected`,
  ].join('\n')
  const replies = [{words: ['CLUSTER', 'NODES'], reply}]
  expect(namedBy({replies}).map(({address}) => address)).toEqual([
    '[::1]:7000',
    '[::1]:7001',
    '[fd00::7]:7002',
  ])
  expect(ownAddressIn({replies})).toBe('[::1]:7000')
})

test('a node whose own address is ::1 and not known to itself has none', () => {
  const replies = [
    {words: ['CLUSTER', 'NODES'], reply: `${id('a')} :7000@17000 myself,master - 0 0 1 connected`},
  ]
  expect(ownAddressIn({replies})).toBeUndefined()
})
