import {describe, expect, it} from 'vitest'
import {formatTopology, modeOf, parseTopology} from './topology.ts'

describe('parseTopology', () => {
  it.each([
    ['1m', {masters: 1, replicas: 0, sentinels: 0}, 'standalone'],
    ['5m', {masters: 5, replicas: 0, sentinels: 0}, 'standalone'],
    ['1m2r', {masters: 1, replicas: 2, sentinels: 0}, 'replication'],
    ['1m3s', {masters: 1, replicas: 0, sentinels: 3}, 'sentinel'],
    ['1m2r3s', {masters: 1, replicas: 2, sentinels: 3}, 'sentinel'],
    ['2m4r3s', {masters: 2, replicas: 4, sentinels: 3}, 'sentinel'],
    ['1m194r5s', {masters: 1, replicas: 194, sentinels: 5}, 'sentinel'],
  ])('reads %s, and writes it the same', (text, counts, mode) => {
    const topology = parseTopology(text)
    expect(topology).toEqual({...counts, chain: false, cluster: false})
    expect(modeOf(topology)).toBe(mode)
    expect(formatTopology(topology)).toBe(text)
  })

  it('leaves counts of zero and leading zeros out when it writes', () => {
    expect(formatTopology(parseTopology('01m0r003s'))).toBe('1m3s')
  })

  it('keeps the wish for a chain', () => {
    expect(parseTopology('1m2r', {chain: true}).chain).toBe(true)
  })

  it('refuses a topology without a master', () => {
    expect(() => parseTopology('0m2r')).toThrow(
      expect.objectContaining({
        code: 'TOPOLOGY_INVALID',
        message: 'The topology "0m2r" has no master.',
        suggestions: ['Start with at least one master: 1m2r3s.'],
      }),
    )
  })

  it.each(['1m200r', '201m', '9999m9999r9999s'])('refuses %s: too many for one machine', (text) => {
    expect(() => parseTopology(text)).toThrow(
      expect.objectContaining({
        code: 'TOPOLOGY_INVALID',
        message: expect.stringContaining('the most is 200'),
      }),
    )
  })

  it.each([
    ['m1r2s3', '1m2r3s'],
    ['M1R2S3', '1m2r3s'],
    ['1M2R3S', '1m2r3s'],
    ['3s1m', '1m3s'],
    ['3s2m', '2m3s'],
    ['3s2r1m', '1m2r3s'],
    ['2r1m', '1m2r'],
    ['m', '1m'],
    ['mrs', '1m1r1s'],
    ['mr', '1m1r'],
    ['m2r', '1m2r'],
    ['1m,2r,3s', '1m2r3s'],
    ['1m 2r 3s', '1m2r3s'],
    ['1m+2r', '1m2r'],
    [' 1m2r3s ', '1m2r3s'],
    ['-1m', '1m'],
  ])('suggests what was meant: %s', (text, meant) => {
    expect(() => parseTopology(text)).toThrow(
      expect.objectContaining({
        code: 'TOPOLOGY_INVALID',
        message: `"${text}" is not a topology.`,
        suggestions: [`Did you mean ${meant}?`],
      }),
    )
  })

  it.each([
    '',
    '1',
    'default',
    '3s',
    '2r3s',
    '0m1',
    '1.5m',
    '1m2',
    '1m1m',
    '99999m',
    'm\u0000',
    '１m',
    '1m2r3s; rm -rf /',
  ])('explains the form when %j gives no hint', (text) => {
    expect(() => parseTopology(text)).toThrow(
      expect.objectContaining({
        code: 'TOPOLOGY_INVALID',
        suggestions: [expect.stringContaining('as in 1m2r3s')],
      }),
    )
  })

  it.each(['1'.repeat(10_000), 'm'.repeat(10_000), '1m'.repeat(5000)])(
    'answers at once, and shortly, to ten thousand characters (case %#)',
    (text) => {
      const started = performance.now()
      let thrown: unknown
      try {
        parseTopology(text)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toMatchObject({code: 'TOPOLOGY_INVALID'})
      expect((thrown as Error).message.length).toBeLessThan(200)
      expect(performance.now() - started).toBeLessThan(50)
    },
  )
})
