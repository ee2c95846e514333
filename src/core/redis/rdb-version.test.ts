import {describe, expect, test} from 'vitest'
import {rdbVersionOf, takesKeysOf} from './rdb-version.ts'

// Hypotheses: the version of RDB follows from that of the server, and keys go to the same or a newer one, of the same program.
describe('the version of RDB', () => {
  const redis = (version: string) => ({flavour: 'redis', version}) as const
  const valkey = (version: string) => ({flavour: 'valkey', version}) as const

  test.each([
    [redis('6.2.14'), 9],
    [redis('7.0.15'), 10],
    [redis('7.2.4'), 11],
    [redis('8.0.2'), 12],
    [redis('8.6.3'), 13],
    [valkey('8.1.1'), 11],
    [valkey('9.1.2'), 80],
    [redis('3.2.1'), undefined],
  ])('of %o is %s', (server, version) => {
    expect(rdbVersionOf(server)).toBe(version)
  })

  test('decides who takes keys of whom', () => {
    expect(takesKeysOf(redis('8.0.2'), redis('7.0.15'))).toBe(true)
    expect(takesKeysOf(redis('7.0.15'), redis('8.0.2'))).toBe(false)
    expect(takesKeysOf(valkey('8.0.1'), redis('7.2.4'))).toBe(true)
    expect(takesKeysOf(valkey('9.1.2'), redis('8.0.2'))).toBe(false)
    expect(takesKeysOf(redis('8.0.2'), redis('3.2.1'))).toBe(undefined)
  })
})
