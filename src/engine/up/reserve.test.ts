import {mkdir} from 'node:fs/promises'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {takeLock} from '../state/lock.ts'
import {toPlanRequest} from './options.ts'
import {reserveDeployment} from './reserve.ts'

const server = {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'} as const

describe('reserveDeployment', () => {
  it.each(['default', 'ports', 'ports.breaking'])(
    'does not stand in its own way, being named %s',
    async (name) => {
      await using folder = await makeTemporaryFolder()
      // A start of a deployment holds the lock of its name, and takes that of the ports besides.
      await using _lock = await takeLock(folder.path, name)
      const signal = AbortSignal.timeout(3000)
      const {record} = await reserveDeployment(folder.path, toPlanRequest('1m', {name}), {server, signal})
      expect(record.plan.name).toBe(name)
    },
  )

  it('gives 40 that start at the same time over four state folders different ports', async () => {
    await using folder = await makeTemporaryFolder()
    const homes = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => {
        await mkdir(path.join(folder.path, name))
        return path.join(folder.path, name)
      }),
    )
    const names = Array.from({length: 10}, (_, index) => `lab${index}`)
    const reserved = await Promise.all(
      homes.flatMap((home) =>
        names.map((name) => reserveDeployment(home, toPlanRequest('1m1r1s', {name}), {server})),
      ),
    )
    const ports = reserved.flatMap(({record}) => record.plan.instances.map(({port}) => port))
    expect(ports).toHaveLength(120)
    expect(new Set(ports).size).toBe(120)
  })

  it('gives two that start at the same time different ports', async () => {
    await using folder = await makeTemporaryFolder()
    const reserve = (name: string) =>
      reserveDeployment(folder.path, toPlanRequest('1m2r3s', {name}), {server})
    const reserved = await Promise.all(['a', 'b', 'c'].map(reserve))
    const ports = reserved.flatMap(({record}) => record.plan.instances.map(({port}) => port))
    expect(ports).toHaveLength(18)
    expect(ports).toEqual([...new Set(ports)])
  })
})
