import {type Check, type Fix, manualFix} from '../check.ts'
import type {Machine} from '../machine.ts'

const folder = '/sys/devices/system/clocksource/clocksource0'

/** Read through the kernel each time, in microseconds; the others can be read by a program itself (vDSO). */
const slowSources = ['xen', 'hpet', 'acpi_pm', 'jiffies', 'refined-jiffies', 'pit']

/**
 * From 7.0 on the server measures it itself: the clock is slow when more than a tenth of the time of a loop that reads
 * it is spent in the kernel (syscheck.c, checkClocksource). An older server is not asked; the name of the source tells.
 */
export const clock: Check = {
  id: 'clock',
  title: 'Clock source',
  async run(machine) {
    const why =
      'Redis reads the clock for every command and every timer; a slow source costs a system call each time. Sentinel enters TILT and stops acting when time jumps.'
    if (machine.platform !== 'linux') {
      return {status: 'skip', found: 'a choice that Linux offers', why, fix: null}
    }
    const source = await machine.read(`${folder}/current_clocksource`)
    if (source === undefined)
      return {status: 'skip', found: 'the clock source cannot be read', why, fix: null}
    const measured = await measure(machine)
    const isSlow = measured === undefined ? slowSources.includes(source) : measured === 'slow'
    const how = measured === undefined ? 'by its name' : 'says redis-server --check-system'
    if (!isSlow) return {status: 'ok', found: `${source}: fast, ${how}`, why, fix: null}
    return {
      status: 'warn',
      found: `${source}: slow, ${how}`,
      why,
      fix: await changeSource(machine, source),
    }
  },
}

async function measure(machine: Machine): Promise<'slow' | 'fast' | undefined> {
  const first = (await machine.systemCheck())?.get('slow-clocksource')?.verdict
  if (first === 'ok') return 'fast'
  if (first !== 'warning') return undefined
  // A busy machine can spoil one measurement of 50 ms: only a second one that agrees counts.
  const second = (await machine.askServer())?.get('slow-clocksource')?.verdict
  return second === 'warning' ? 'slow' : 'fast'
}

async function changeSource(machine: Machine, current: string): Promise<Fix | null> {
  const available = ((await machine.read(`${folder}/available_clocksource`)) ?? '').split(/\s+/)
  const better = ['tsc', 'arch_sys_counter', 'kvm-clock'].find(
    (source) => source !== current && available.includes(source),
  )
  if (better === undefined) return null
  // Left to the person: the kernel may have set the better source aside because it found it unreliable.
  return manualFix({
    now: [machine.writeAsRoot(better, `${folder}/current_clocksource`)],
    advice: `To keep it, add clocksource=${better} to the command line of the kernel. If the kernel has set ${better} aside as unreliable (dmesg says so), leave it.`,
  })
}
