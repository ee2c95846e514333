import {once} from 'node:events'
import {type AddressInfo, connect, createServer} from 'node:net'
import os from 'node:os'
import {expect, it} from 'vitest'
import {LinkRelay} from './link-relay.ts'

const isThere = (address: string) =>
  Object.values(os.networkInterfaces()).some((all) => all?.some((one) => one.address === address))

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

it.each([
  ['::1', '0:0:0:0:0:0:0:1'],
  ['127.0.0.1', '::ffff:127.0.0.1'],
])('knows who calls from %s where its address is written %s', async (address, written) => {
  if (!isThere(address)) return
  const port = await freePort(address)
  const relay = new LinkRelay()
  const ports = [{name: 'n1', announced: {host: address, port}, bound: {host: written, port: 1}}]
  expect(await relay.answer({do: 'listen', ports, rules: []})).toMatchObject({ok: true})
  const caller = connect({host: address, port, localAddress: address})
  caller.on('error', () => {})
  await new Promise((resolve) => caller.once('close', resolve))
  expect(await relay.answer({do: 'look'})).toMatchObject({callers: ['n1']})
})
