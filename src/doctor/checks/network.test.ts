import {createServer} from 'node:net'
import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {isPortFree} from '../../engine/host/ports.ts'
import {ownUsualPorts} from '../../engine/up/reserve.ts'
import {loopback} from './loopback.ts'
import {ports} from './ports.ts'
import {systemRedis} from './system-redis.ts'

/** Listens there until disposed of; a port that is taken already serves as well. */
async function occupy(port: number): Promise<AsyncDisposable> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve())
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return {[Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve()))}
}

describe('ports', () => {
  it('names who has a port that up would begin at, and where there is room', async () => {
    await using laid = await layOutMachine({})
    await using _listener = await occupy(ownUsualPorts().redis + 2)
    const finding = await ports.run(laid.machine)
    expect(finding.status).toBe('info')
    expect(finding.found).toMatch(/7\d\d\d.* taken by .*\(pid \d+/)
    expect(finding.why).toMatch(/Three ports in a row are free from \d+ on/)
  })

  it('leaves a service on 6379 alone', async () => {
    await using laid = await layOutMachine({})
    await using _listener = await occupy(6379)
    expect(await systemRedis.run(laid.machine)).toMatchObject({
      status: 'info',
      found: expect.stringContaining('redislab leaves it alone'),
      fix: null,
    })
  })
})

describe('loopback', () => {
  it.runIf(process.platform === 'linux')('has all addresses on Linux', async () => {
    await using laid = await layOutMachine({})
    expect(await loopback.run(laid.machine)).toMatchObject({status: 'ok'})
  })

  it('does not count an address that is not of this machine', async () => {
    await expect(isPortFree('203.0.113.7', 0)).rejects.toMatchObject({code: 'EADDRNOTAVAIL'})
  })
})
