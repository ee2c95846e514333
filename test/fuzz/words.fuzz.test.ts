// What people type: whatever it is, it is understood or refused in our words, at once.
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type ErrorCode, hasErrorCode} from '../../src/core/errors/errors.ts'
import {parseBandwidth} from '../../src/core/links/bandwidth.ts'
import {parseTarget, resolveTarget} from '../../src/core/status/targets.ts'
import {formatDuration, parseDuration} from '../../src/core/time/duration.ts'
import {parseSlots} from '../../src/core/topology/slots.ts'
import {formatTopology, parseTopology} from '../../src/core/topology/topology.ts'
import {planOf, statusOf} from '../support/samples.ts'
import {anyText, fuzz, mutated} from './support.ts'

/** What a reader makes of a text, or undefined when it refuses it with one of these codes and something to do next. */
function readOrRefuse<Value>(read: () => Value, ...codes: readonly ErrorCode[]): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!codes.some((code) => hasErrorCode(error, code))) throw error
    const {message, suggestions} = error as {message: string; suggestions: readonly string[]}
    expect(message.length).toBeLessThan(300)
    expect(suggestions.length).toBeGreaterThan(0)
    return undefined
  }
}

const textsLike = (...examples: readonly string[]) =>
  fc.oneof(anyText, fc.constantFrom(...examples), mutated(fc.constantFrom(...examples)))

describe('words that are typed', () => {
  it('topologies', () => {
    const like = textsLike('1m2r3s', '5m', 'm1r2s3', '2m4r3s')
    fc.assert(
      fc.property(like, fc.boolean(), fc.boolean(), (text, chain, cluster) => {
        const topology = readOrRefuse(() => parseTopology(text, {chain, cluster}), 'TOPOLOGY_INVALID')
        if (topology === undefined) return
        expect(parseTopology(formatTopology(topology), {chain, cluster})).toEqual(topology)
        expect(topology.masters).toBeGreaterThan(0)
      }),
      fuzz,
    )
  })

  it('durations', () => {
    fc.assert(
      fc.property(textsLike('5s', '1.5s', '200ms', '1h', '2min'), (text) => {
        const ms = readOrRefuse(() => parseDuration(text), 'OPTION_INVALID')
        if (ms === undefined) return
        expect(Number.isSafeInteger(ms) && ms >= 0).toBe(true)
        expect(formatDuration(ms)).toMatch(/^\d/)
      }),
      fuzz,
    )
  })

  it('bandwidths', () => {
    fc.assert(
      fc.property(textsLike('500kb', '1mb', '10mbit'), (text) => {
        const bytes = readOrRefuse(() => parseBandwidth(text), 'OPTION_INVALID')
        if (bytes !== undefined) expect(Number.isFinite(bytes) && bytes > 0).toBe(true)
      }),
      fuzz,
    )
  })

  it('slots', () => {
    fc.assert(
      fc.property(textsLike('866', '0-100', '0-100,866', 'key:foo', 'slot:5'), (text) => {
        const slots = readOrRefuse(() => parseSlots(text), 'OPTION_INVALID')
        for (const slot of slots ?? [])
          expect(Number.isInteger(slot) && slot >= 0 && slot < 16_384).toBe(true)
      }),
      fuzz,
    )
  })

  it.each([
    ['with sentinels', planOf('1m2r3s')],
    ['with several masters', planOf('2m2r')],
    ['a cluster', planOf('3m3r', {cluster: true})],
  ])('targets, resolved in a deployment: %s', (_, plan) => {
    const live = statusOf(plan)
    const like = textsLike(
      'n2',
      'master',
      'replica:2',
      'mymaster-2/master',
      'shard:2/master',
      'slot:866',
      'key:foo',
      'n1,n2',
    )
    fc.assert(
      fc.property(like, (text) => {
        const target = readOrRefuse(() => parseTarget(text), 'OPTION_INVALID')
        if (target === undefined) return
        const found = readOrRefuse(() => resolveTarget(target, live), 'TARGET_NOT_FOUND', 'TARGET_AMBIGUOUS')
        if (found !== undefined) expect(found.length).toBeGreaterThan(0)
      }),
      fuzz,
    )
  })
})
