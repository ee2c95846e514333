import {expect, test} from 'vitest'
import {healthy, planOf} from '../../../test/support/samples.ts'
import {hostNamesOf, mapAddresses, withHost} from './host-names.ts'
import {findUnmet} from './readiness.ts'

const byName = (address: string) => address.replace('127.0.0.1', 'localhost')

test('instances that are named by a host name are those at its address', () => {
  const plan = planOf('1m2r3s')
  const named = new Map([...healthy(plan)].map(([name, found]) => [name, mapAddresses(found, byName)]))
  expect(findUnmet(plan, named)).not.toEqual([])
  expect([...named.values()].flatMap((found) => hostNamesOf(found))).toContain('localhost')
  const hosts = new Map([['localhost', '127.0.0.1']])
  const known = new Map(
    [...named].map(([name, found]) => [name, mapAddresses(found, (address) => withHost(address, hosts))]),
  )
  expect(findUnmet(plan, known)).toEqual([])
  expect([...known.values()].flatMap((found) => hostNamesOf(found))).toEqual([])
})

test.each([
  ['localhost:6380', '127.0.0.1:6380'],
  ['other:6380', 'other:6380'],
  ['[::1]:6380', '[::1]:6380'],
  ['', ''],
])('%j is %j', (address, meant) => {
  expect(withHost(address, new Map([['localhost', '127.0.0.1']]))).toBe(meant)
})

test('an IPv6 address stands in brackets', () => {
  expect(withHost('localhost:1', new Map([['localhost', '::1']]))).toBe('[::1]:1')
})
