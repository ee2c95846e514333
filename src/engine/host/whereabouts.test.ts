import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {lookUpProcess} from './process-table.ts'
import {isOutOfSight, isSameStart, ticksOf} from './whereabouts.ts'

describe.runIf(process.platform === 'linux')('where a process is', async () => {
  const seen = (await lookUpProcess(process.pid))?.startedAt ?? ''
  const [boot = '', ticks = '', namespace = '', machine] = seen.split('/')
  const elsewhere = (...parts: readonly string[]) =>
    [...parts, ...(machine === undefined ? [] : [machine])].join('/')

  it('is told by boot, ticks and pid namespace', () => {
    expect(boot).toMatch(/^[0-9a-f-]{36}$/)
    expect(namespace).toMatch(/^\d+$/)
    expect(ticksOf(seen)).toBe(ticks)
    expect(isSameStart(seen, seen)).toBe(true)
    expect(isOutOfSight(seen)).toBe(false)
  })

  it('is compared by boot and ticks where 0.1.0 wrote it down', () => {
    expect(isSameStart(`${boot}/${ticks}`, seen)).toBe(true)
    expect(isSameStart(`${boot}/${ticks.slice(0, -1)}`, seen)).toBe(false)
    expect(isOutOfSight(`${boot}/${ticks}`)).toBe(false)
  })

  it('is out of sight in another pid namespace, and not after the machine was started again', () => {
    expect(isOutOfSight(elsewhere(boot, ticks, '1'))).toBe(true)
    expect(isSameStart(elsewhere(boot, ticks, '1'), seen)).toBe(false)
    expect(isOutOfSight(elsewhere('an-earlier-boot', ticks, '1'))).toBe(false)
  })

  it.runIf(machine !== undefined)('is out of sight on another machine', () => {
    expect(isOutOfSight(`another-boot/${ticks}/${namespace}/another`)).toBe(true)
  })
})
