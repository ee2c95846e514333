import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import type {FoundServer} from '../../core/redis/found-server.ts'
import {redisCli} from './redis-cli.ts'
import {server} from './server.ts'

const redis = {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server', supported: true} as const
const valkey = {flavour: 'valkey', version: '8.1.1', path: '/opt/valkey-server', supported: true} as const
const old = {flavour: 'redis', version: '5.0.7', path: '/old/redis-server', supported: false} as const

describe('server', () => {
  it.each<[string, readonly FoundServer[], string, string]>([
    ['one', [redis], 'ok', 'redis 7.0.15 (/usr/bin/redis-server)'],
    ['two', [redis, valkey], 'ok', 'valkey 8.1.1 (/opt/valkey-server)'],
    ['one beside one that is too old', [old, redis], 'ok', 'not supported: redis 5.0.7'],
    ['only one that is too old', [old], 'fail', 'redis 5.0.7'],
    ['none', [], 'fail', 'no redis-server'],
  ])('%s', async (_name, servers, status, found) => {
    await using laid = await layOutMachine({}, {servers})
    const finding = await server.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(found)
  })

  it.each([
    ['apt-get', ['sudo apt-get update', 'sudo apt-get install -y redis-server']],
    ['apk', ['sudo apk add redis']],
    ['brew', ['brew install redis']],
  ])('is installed with %s', async (manager, commands) => {
    await using laid = await layOutMachine({[`/usr/bin/${manager}`]: ''}, {servers: []})
    const {fix} = await server.run(laid.machine)
    expect(fix).toMatchObject({now: commands, automatic: true})
  })

  it('leaves it to the person where no package manager is known', async () => {
    await using laid = await layOutMachine({}, {servers: []})
    expect((await server.run(laid.machine)).fix).toMatchObject({now: [], automatic: false})
  })
})

describe('redis-cli', () => {
  it('is found as redis-cli or valkey-cli', async () => {
    await using laid = await layOutMachine({'/usr/bin/valkey-cli': ''}, {servers: []})
    expect(await redisCli.run(laid.machine)).toMatchObject({status: 'ok'})
  })

  it('is a warning when it is missing, for only one command needs it', async () => {
    await using laid = await layOutMachine({}, {servers: []})
    expect(await redisCli.run(laid.machine)).toMatchObject({status: 'warn'})
  })
})
