import {describe, expect, it} from 'vitest'
import {
  compareVersions,
  featuresOf,
  firstServersWith,
  nameServer,
  parseServerVersion,
  whyUnsupported,
} from './server-version.ts'

describe('parseServerVersion', () => {
  it.each([
    [
      'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0\n',
      {flavour: 'redis', version: '7.0.15'},
    ],
    [
      'Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1',
      {flavour: 'valkey', version: '8.1.1'},
    ],
    [
      'Server v=7.2.7 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=3f0b7a4ac1b5b7b4\n',
      {flavour: 'valkey', version: '7.2.7'},
    ],
    [
      'Server v=7.2.4-rc1 sha=26388270:0 malloc=libc bits=64 build=ea31fc9ba6ed5c1a',
      {flavour: 'valkey', version: '7.2.4-rc1'},
    ],
    ['Redis server v=8.0-rc1 sha=0', {flavour: 'redis', version: '8.0-rc1'}],
    ['KeyDB server v=6.3.4 sha=0', {flavour: 'keydb', version: '6.3.4'}],
    ['Redis server v=255.255.255 sha=0', {flavour: 'redis', version: '255.255.255'}],
    ['warning: locale\nRedis server v=6.2.14 sha=0', {flavour: 'redis', version: '6.2.14'}],
  ])('reads %j', (output, version) => {
    expect(parseServerVersion(output)).toEqual(version)
  })

  it.each([
    '',
    'redis-cli 7.0.15',
    'Redis server v=7.0.0\u001b[2J',
    'Redis server v=7.0.0\u202e sha=0',
    'Not a Redis server v=1',
    'Redis server v=',
    'Server v=7.2.7',
    'Server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1',
    'Disque server v=1.0 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1',
  ])('does not take %j for a server', (output) => {
    expect(parseServerVersion(output)).toBeUndefined()
  })
})

describe('compareVersions', () => {
  it.each([
    ['7.0.15', '7.0.9', 1],
    ['6.2.14', '7.0.0', -1],
    ['10.0.0', '9.9.9', 1],
    ['7.0', '7.0.0', 0],
    ['7', '7.0.0', 0],
    ['7.2.0-rc1', '7.2.0', 0],
    ['8.0-rc1', '7.9.9', 1],
  ])('compares %s with %s by number', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign)
    expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign)
  })
})

describe('featuresOf', () => {
  it.each([
    [
      'redis',
      '6.2.14',
      [false, false, false, false, false, false, false, false, false, false, false, false, false, false],
    ],
    [
      'redis',
      '7.0.0',
      [true, true, true, true, false, false, false, false, true, false, false, false, true, true],
    ],
    [
      'redis',
      '7.2.7',
      [true, true, true, true, false, false, true, false, true, false, false, false, true, true],
    ],
    [
      'redis',
      '7.4.0',
      [true, true, true, true, true, false, true, false, true, false, false, false, true, true],
    ],
    [
      'redis',
      '8.2.1',
      [true, true, true, true, true, false, true, false, true, false, false, false, true, true],
    ],
    [
      'redis',
      '8.4.0',
      [true, true, true, true, true, false, true, false, true, false, false, true, true, true],
    ],
    [
      'valkey',
      '7.2.9',
      [true, true, true, true, false, false, true, false, true, false, false, false, true, true],
    ],
    [
      'valkey',
      '8.0.1',
      [true, true, true, true, true, true, true, false, true, false, false, false, true, true],
    ],
    ['valkey', '9.1.2', [true, true, true, true, true, true, true, true, true, true, true, true, true, true]],
  ] as const)('knows what %s %s can do', (flavour, version, can) => {
    const [checkSystem, debugCommandGate, bindSource, confIsPattern, stackSignal, ...others] = can
    const [setslotWaits, shardIds, downloadThread, protectedConfigs, ...newest] = others
    const [coordinatedFailover, shutdownFailover, atomicSlots, sentinelDebug, announcedHostnames] = newest
    expect(featuresOf({flavour, version})).toEqual({
      checkSystem,
      debugCommandGate,
      bindSource,
      confIsPattern,
      stackSignal,
      setslotWaits,
      shardIds,
      downloadThread,
      protectedConfigs,
      coordinatedFailover,
      shutdownFailover,
      atomicSlots,
      sentinelDebug,
      announcedHostnames,
    })
  })
})

describe('firstServersWith', () => {
  it('names the first versions of those that have it', () => {
    expect(firstServersWith('atomicSlots')).toBe('Redis 8.4 or later, Valkey 9.0 or later')
    expect(firstServersWith('coordinatedFailover')).toBe('Valkey 9.0 or later')
    expect(nameServer({flavour: 'redis', version: '8.0.2'})).toBe('Redis 8.0.2')
  })
})

describe('whyUnsupported', () => {
  it.each([
    ['redis', '6.2.0', undefined],
    ['redis', '6.2-rc1', undefined],
    ['redis', '5.0.14', 'redislab needs Redis 6.2 or later'],
    ['valkey', '7.2.4-rc1', undefined],
    ['valkey', '7.1.0', 'redislab needs Valkey 7.2 or later'],
    ['keydb', '99.0.0', 'redislab does not support KeyDB'],
  ] as const)('%s %s: %s', (flavour, version, why) => {
    expect(whyUnsupported({flavour, version})).toBe(why)
  })
})
