import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {clock} from './clock.ts'

const folder = '/sys/devices/system/clocksource/clocksource0'
const source = (current: string, available = `${current} tsc`) => ({
  [`${folder}/current_clocksource`]: `${current}\n`,
  [`${folder}/available_clocksource`]: `${available} \n`,
})

describe('clock source', () => {
  it.each([
    ['tsc', 'ok'],
    ['arch_sys_counter', 'ok'],
    ['kvm-clock', 'ok'],
    ['xen', 'warn'],
    ['hpet', 'warn'],
    ['acpi_pm', 'warn'],
  ])('%s, judged by its name when there is no server to ask: %s', async (current, status) => {
    await using laid = await layOutMachine(source(current), {isRoot: true, servers: []})
    const finding = await clock.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(`${current}: `)
    if (status === 'warn') expect(finding.fix?.now).toEqual([`echo tsc > ${folder}/current_clocksource`])
  })

  it('offers nothing where nothing better is available', async () => {
    await using laid = await layOutMachine(source('hpet', 'hpet acpi_pm'), {servers: []})
    expect((await clock.run(laid.machine)).fix).toBeNull()
  })

  it('is skipped on macOS', async () => {
    await using laid = await layOutMachine({}, {platform: 'darwin'})
    expect((await clock.run(laid.machine)).status).toBe('skip')
  })
})
