import {describe, expect, it} from 'vitest'
import {planOf} from '../../../test/support/samples.ts'
import {formatAddress, makePlan, nameAddress} from './plan.ts'
import {parseTopology} from './topology.ts'

const upstreams = (topology: string, chain = false) =>
  planOf(topology, {chain}).instances.flatMap(({name, replicaOf}) =>
    replicaOf === undefined ? [] : [`${name}←${replicaOf}`],
  )

describe('makePlan', () => {
  it('fills 1m2r3s in', () => {
    expect(planOf('1m2r3s')).toMatchObject({
      name: 'default',
      topology: '1m2r3s',
      mode: 'sentinel',
      masters: [{name: 'mymaster', instance: 'n1', quorum: 2}],
      instances: [
        {name: 'n1', kind: 'redis', host: '127.0.0.1', port: 6380, masterName: 'mymaster'},
        {name: 'n2', kind: 'redis', port: 6381, masterName: 'mymaster', replicaOf: 'n1'},
        {name: 'n3', kind: 'redis', port: 6382, masterName: 'mymaster', replicaOf: 'n1'},
        {name: 's1', kind: 'sentinel', port: 26_380, sentinelId: '0001'.repeat(10)},
        {name: 's2', kind: 'sentinel', port: 26_381, sentinelId: '0002'.repeat(10)},
        {name: 's3', kind: 'sentinel', port: 26_382, sentinelId: '0003'.repeat(10)},
      ],
    })
  })

  it('gives every instance an address of its own behind the announced one, with links', () => {
    const {instances} = planOf('1m1r1s', {loopbackBlock: 1})
    expect(instances.map(({host, port, bound}) => [`${host}:${port}`, bound])).toEqual([
      ['127.0.0.1:6380', {host: '127.64.1.2', port: 6380}],
      ['127.0.0.1:6381', {host: '127.64.1.3', port: 6381}],
      ['127.0.0.1:26380', {host: '127.64.1.4', port: 26_380}],
    ])
  })

  it('gives a master no upstream, and a sentinel no master group', () => {
    const [n1, s1] = planOf('1m1s').instances
    expect(n1).not.toHaveProperty('replicaOf')
    expect(n1).not.toHaveProperty('sentinelId')
    expect(s1).not.toHaveProperty('masterName')
  })

  it.each([
    ['1m3r', false, ['n2←n1', 'n3←n1', 'n4←n1']],
    ['2m4r', false, ['n3←n1', 'n4←n2', 'n5←n1', 'n6←n2']],
    ['2m3r', false, ['n3←n1', 'n4←n2', 'n5←n1']],
    ['3m1r', false, ['n4←n1']],
    ['1m3r', true, ['n2←n1', 'n3←n2', 'n4←n3']],
    ['2m4r', true, ['n3←n1', 'n4←n2', 'n5←n3', 'n6←n4']],
  ])('deals the replicas of %s to the masters in turn (chain: %s)', (topology, chain, expected) => {
    expect(upstreams(topology, chain)).toEqual(expected)
  })

  it('puts every replica into the group of its master', () => {
    const {instances} = planOf('2m4r', {chain: true})
    expect(instances.map(({masterName}) => masterName)).toEqual([
      'mymaster-1',
      'mymaster-2',
      'mymaster-1',
      'mymaster-2',
      'mymaster-1',
      'mymaster-2',
    ])
  })

  it.each([
    ['1m', ['mymaster']],
    ['3m', ['mymaster-1', 'mymaster-2', 'mymaster-3']],
  ])('names the masters of %s', (topology, names) => {
    expect(planOf(topology).masters.map(({name}) => name)).toEqual(names)
  })

  it.each([
    ['1m1s', 1],
    ['1m2s', 2],
    ['1m3s', 2],
    ['1m4s', 3],
    ['1m5s', 3],
  ])('asks for a majority of %s by default', (topology, quorum) => {
    expect(planOf(topology).masters[0]?.quorum).toBe(quorum)
  })

  it('has no quorum without sentinels', () => {
    expect(planOf('1m2r').masters[0]).not.toHaveProperty('quorum')
  })

  it.each([1, 3])('takes a quorum of %d with three sentinels, for every master', (quorum) => {
    expect(planOf('2m3s', {quorum}).masters.map((group) => group.quorum)).toEqual([quorum, quorum])
  })

  it.each([
    ['1m3s', 0, 'A quorum of 0 is not possible with 3 sentinels.', 'Choose --quorum from 1 to 3.'],
    ['1m3s', 4, 'A quorum of 4 is not possible with 3 sentinels.', 'Choose --quorum from 1 to 3.'],
    ['1m3s', 1.5, 'A quorum of 1.5 is not possible with 3 sentinels.', 'Choose --quorum from 1 to 3.'],
    ['1m1s', 2, 'A quorum of 2 is not possible with 1 sentinel.', 'Choose --quorum 1, or leave it out.'],
    [
      '1m2r',
      2,
      'A quorum was given, but the topology has no sentinels.',
      'Add sentinels to the topology (1m2r3s), or leave --quorum out.',
    ],
  ])('refuses for %s a quorum of %d', (topology, quorum, message, suggestion) => {
    expect(() => planOf(topology, {quorum})).toThrow(
      expect.objectContaining({code: 'OPTION_INVALID', message, suggestions: [suggestion]}),
    )
  })

  it.each([
    ['data below sentinels', {port: 26_377, sentinelPort: 26_380}],
    ['sentinels below data', {port: 6383, sentinelPort: 6380}],
  ])('takes blocks of ports that only touch: %s', (_, ports) => {
    expect(planOf('1m2r3s', ports).instances).toHaveLength(6)
  })

  it.each([
    ['the same', {port: 7000, sentinelPort: 7000}],
    ['the last data port', {port: 7000, sentinelPort: 7002}],
    ['the last sentinel port', {port: 7002, sentinelPort: 7000}],
  ])('refuses ports that overlap: %s', (_, ports) => {
    expect(() => planOf('1m2r3s', ports)).toThrow(
      expect.objectContaining({code: 'OPTION_INVALID', message: expect.stringContaining('overlap')}),
    )
  })

  it('names both blocks when they overlap', () => {
    expect(() => planOf('1m2r3s', {port: 7000, sentinelPort: 7002})).toThrow(
      'The ports 7000 to 7002 of the data instances and 7002 to 7004 of the sentinels overlap.',
    )
  })

  it('does not mind where sentinels would be when there are none', () => {
    expect(planOf('1m2r', {port: 7000, sentinelPort: 7000}).instances).toHaveLength(3)
    expect(planOf('1m2r', {sentinelPort: 99_999}).instances).toHaveLength(3)
  })

  it('uses the last port there is', () => {
    expect(planOf('1m2r', {port: 65_533}).instances.at(-1)?.port).toBe(65_535)
  })

  it.each([
    ['--port', {port: 65_534}, '--port 65534: 3 ports from there do not fit between 1 and 65535.'],
    ['--port', {port: 0}, '--port 0: 3 ports from there do not fit between 1 and 65535.'],
    ['--port', {port: 6380.5}, '--port 6380.5: 3 ports from there do not fit between 1 and 65535.'],
    [
      '--sentinel-port',
      {sentinelPort: 65_535},
      '--sentinel-port 65535: 2 ports from there do not fit between 1 and 65535.',
    ],
  ])('refuses %s with %o', (_, ports, message) => {
    expect(() => planOf('1m2r2s', ports)).toThrow(expect.objectContaining({code: 'OPTION_INVALID', message}))
  })

  it('is given the randomness: too few sentinel ids are a mistake of the caller', () => {
    const {settings} = planOf('1m')
    const options = {name: 'x', host: '::1', port: 1, sentinelPort: 9, settings, sentinelIds: ['a']}
    expect(() => makePlan(parseTopology('1m2s'), options)).toThrow(TypeError)
  })
})

describe('formatAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:6380'],
    ['::1', '[::1]:6380'],
  ])('writes %s with its port', (host, address) => {
    expect(formatAddress({host, port: 6380})).toBe(address)
  })
})

describe('nameAddress', () => {
  it('knows whose address it is, and leaves a stranger as it is', () => {
    const plan = planOf('1m1r', {host: '::1'})
    expect(nameAddress(plan, '[::1]:6381')).toBe('n2')
    expect(nameAddress(plan, '10.0.0.1:6379')).toBe('10.0.0.1:6379')
  })
})
