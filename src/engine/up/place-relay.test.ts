import os from 'node:os'
import {expect, test} from 'vitest'
import {placeRelay} from './place-relay.ts'

const request = {links: true, host: '127.0.0.1', hosts: [{name: 'a', address: '127.0.0.5'}]}

test('the relay is where this machine speaks from to the hosts', async () => {
  const own = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const {relayAddress} = await placeRelay(request)
  expect(own.map(({address}) => address)).toContain(relayAddress)
})

test('it has no place without links, or without other hosts', async () => {
  expect(await placeRelay({...request, links: false})).toEqual({})
  expect(await placeRelay({...request, hosts: undefined})).toEqual({})
})

test('a host that is this machine has the place of the relay', async () => {
  const hosts = [{name: 'here', address: '127.0.0.1'}]
  await expect(placeRelay({...request, hosts})).rejects.toThrow('here has the address 127.0.0.1')
})

test('however an address is written, it is the same place', async () => {
  const hosts = [{name: 'here', address: '::FFFF:127.0.0.1'}]
  await expect(placeRelay({...request, hosts, host: '127.0.0.1'})).rejects.toThrow(
    'here has the address 127.0.0.1',
  )
  const {relayAddress} = await placeRelay({...request, host: '::ffff:7f00:1'})
  expect(relayAddress).toBe('127.0.0.1')
})

test('an address that was asked for is one of this machine', async () => {
  await expect(placeRelay({...request, host: '192.0.2.1'})).rejects.toThrow(
    'this machine has no such address',
  )
})
