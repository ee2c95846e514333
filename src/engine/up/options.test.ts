import {describe, expect, it} from 'vitest'
import type {DeploymentOptions} from '../../core/config/deployment-options.ts'
import {toPlanRequest} from './options.ts'

describe('toPlanRequest', () => {
  it('fills in what was not said: fast timing, loopback, nothing kept', () => {
    expect(toPlanRequest('1m2r3s', {})).toEqual({
      name: 'default',
      topology: {masters: 1, replicas: 2, sentinels: 3, chain: false, cluster: false},
      host: '127.0.0.1',
      port: undefined,
      sentinelPort: undefined,
      quorum: undefined,
      settings: {
        timing: 'lab',
        downAfterMs: 1500,
        failoverTimeoutMs: 5000,
        parallelSyncs: 1,
        persist: 'none',
        set: [],
        sentinelSet: [],
      },
    })
  })

  it('says what links need where loopback has one address only', () => {
    const {platform} = process
    Object.defineProperty(process, 'platform', {value: 'darwin'})
    try {
      expect(() => toPlanRequest('1m1r', {links: true})).toThrow(
        expect.objectContaining({
          code: 'NOT_SUPPORTED',
          suggestions: expect.arrayContaining([
            expect.stringContaining('sudo ifconfig lo0 alias 127.64.0.2 up'),
          ]),
        }),
      )
    } finally {
      Object.defineProperty(process, 'platform', {value: platform})
    }
  })

  it.each([
    ['LOCALHOST', '127.0.0.1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
  ])('takes --host %s as %s, whatever way it is written', (host, address) => {
    expect(toPlanRequest('1m2r3s', {host}).host).toBe(address)
    const hosts = [`a=${host === 'LOCALHOST' ? address : host}`, 'b', 'c']
    expect(toPlanRequest('1m2r3s', {hosts, insecure: true}).wantedHosts?.[0]).toEqual({name: 'a', address})
  })

  it('names the masters as they are to be asked for', () => {
    const namesOf = (topology: string, options: DeploymentOptions) =>
      toPlanRequest(topology, options).masterNames
    expect(namesOf('1m1s', {masterName: 'orders'})).toEqual(['orders'])
    expect(namesOf('2m1s', {masterName: 'orders'})).toEqual(['orders-1', 'orders-2'])
    expect(namesOf('2m1s', {masterNames: ['orders', 'users.eu']})).toEqual(['orders', 'users.eu'])
    for (const masterNames of [['a'], ['a', 'a'], ['a', 'b c'], ['a', '']])
      expect(() => namesOf('2m1s', {masterNames})).toThrow(expect.objectContaining({code: 'OPTION_INVALID'}))
  })

  it('takes settings as a list and as an object, and for one instance', () => {
    const set = [
      {name: 'hz', value: '20'},
      {name: 'replica-priority', value: '0', instance: 'n2'},
    ]
    expect(toPlanRequest('1m1r', {set: ['hz=20', 'N2: replica-priority = 0']}).settings.set).toEqual(set)
    expect(toPlanRequest('1m1r', {set: {hz: 20, 'n2:replica-priority': '0'}}).settings.set).toEqual(set)
    for (const setting of ['n3:hz=1', 'n0:hz=1', 's1:hz=1', 'n2:port=1'])
      expect(() => toPlanRequest('1m1r1s', {set: [setting]}), setting).toThrow()
  })

  it('takes everything that was said', () => {
    const options: DeploymentOptions = {
      name: 'mine',
      host: '127.0.0.2',
      port: 7000,
      sentinelPort: 27_000,
      quorum: 3,
      downAfterMs: 200,
      failoverTimeoutMs: 900,
      parallelSyncs: 2,
      persist: 'aof',
      chain: true,
      set: ['maxmemory=64mb'],
      sentinelSet: ['loglevel=debug'],
    }
    expect(toPlanRequest('1m2r3s', options)).toMatchObject({
      name: 'mine',
      topology: {chain: true},
      host: '127.0.0.2',
      port: 7000,
      sentinelPort: 27_000,
      quorum: 3,
      settings: {
        downAfterMs: 200,
        failoverTimeoutMs: 900,
        parallelSyncs: 2,
        persist: 'aof',
        set: [{name: 'maxmemory', value: '64mb'}],
        sentinelSet: [{name: 'loglevel', value: 'debug'}],
      },
    })
  })

  it('has the timing that Redis ships with on request, and single times of one’s own', () => {
    expect(toPlanRequest('1m3s', {timing: 'redis'}).settings).toMatchObject({
      downAfterMs: 30_000,
      failoverTimeoutMs: 180_000,
    })
    expect(toPlanRequest('1m3s', {timing: 'redis', downAfterMs: 5000}).settings).toMatchObject({
      downAfterMs: 5000,
      failoverTimeoutMs: 180_000,
    })
  })

  it.each([
    ['localhost', '127.0.0.1'],
    ['127.0.0.53', '127.0.0.53'],
    ['::1', '::1'],
  ])('takes %s as %s, without a password', (host, address) => {
    expect(toPlanRequest('1m', {host}).host).toBe(address)
  })

  it.each([
    'redis.example',
    '127.0.0.1:6380',
    '127.1',
    '',
    '256.0.0.1',
    '127.example.com',
    '127.0.0.1\nsave 1 1',
  ])('refuses the host %j: it is not an IP address', (host) => {
    expect(() => toPlanRequest('1m', {host})).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `--host ${host}: this is not an IP address.`,
      }),
    )
  })

  it.each(['0.0.0.0', '192.168.1.2', '::', 'fe80::1'])(
    'opens %s to the network only with a password',
    (host) => {
      expect(() => toPlanRequest('1m', {host})).toThrow(
        expect.objectContaining({
          code: 'OPTION_INVALID',
          message: `--host ${host} would be open to the network, without a password.`,
        }),
      )
      expect(toPlanRequest('1m', {host, password: 'auto'}).host).toBe(host)
      expect(toPlanRequest('1m', {host, insecure: true}).host).toBe(host)
    },
  )

  it.each(['0.0.0.0', '::', '0:0::0', '::ffff:0.0.0.0'])(
    'refuses the host %s where it would be handed out to clients',
    (host) => {
      for (const [topology, cluster] of [
        ['1m1r1s', false],
        ['3m', true],
      ] as const)
        expect(() => toPlanRequest(topology, {host, cluster, password: 'x'})).toThrow(
          expect.objectContaining({
            code: 'OPTION_INVALID',
            message: expect.stringContaining(`--host ${host} is no address to be reached at`),
          }),
        )
      expect(toPlanRequest('1m1r', {host, password: 'x'}).host).toMatch(/^(0\.0\.0\.0|::)$/)
    },
  )

  it.each([
    [{set: ['maxmemory']}, 'DIRECTIVE_INVALID'],
    [{sentinelSet: ['myid=x']}, 'DIRECTIVE_INVALID'],
  ])('refuses %o', (options, code) => {
    expect(() => toPlanRequest('1m', options)).toThrow(expect.objectContaining({code}))
  })

  it('refuses what is not a topology', () => {
    expect(() => toPlanRequest('three', {})).toThrow(expect.objectContaining({code: 'TOPOLOGY_INVALID'}))
  })
})
