import os from 'node:os'
import {readCgroup} from '../cgroup.ts'
import {type Check, manualFix} from '../check.ts'
import {formatBytes} from '../format-bytes.ts'
import type {Machine} from '../machine.ts'

const enough = 256 * 2 ** 20

export const memory: Check = {
  id: 'memory',
  title: 'Memory',
  async run(machine) {
    const why =
      'An idle server takes about 10 MB, and a fork may come to twice its data. When memory runs out Linux kills a process, and a lab sees a death that nobody asked for.'
    if (machine.platform !== 'linux') {
      return {status: 'ok', found: `${formatBytes(os.totalmem())} in all`, why, fix: null}
    }
    const available = await readAvailable(machine)
    const {limit, used} = await readCgroup(machine, 'memory')
    const left = Math.min(available, limit === null ? Number.POSITIVE_INFINITY : Math.max(0, limit - used))
    if (left === Number.POSITIVE_INFINITY) {
      return {status: 'skip', found: 'the available memory cannot be read', why, fix: null}
    }
    // A limit above what the machine has does not limit anything.
    const isLimited = limit !== null && limit - used < available
    const found = isLimited
      ? `${formatBytes(left)} left of ${formatBytes(limit)} (control group limit)`
      : `${formatBytes(left)} available, no control group limit`
    if (left >= enough) return {status: 'ok', found, why, fix: null}
    return {
      status: 'warn',
      found,
      why,
      fix: manualFix({
        advice: isLimited
          ? 'Raise the limit: docker run --memory 1g, resources.limits.memory in Kubernetes, MemoryMax= in systemd.'
          : 'End programs that take much memory: ps aux --sort=-rss | head shows them.',
      }),
    }
  },
}

async function readAvailable(machine: Machine): Promise<number> {
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec((await machine.read('/proc/meminfo')) ?? '')
  return match === null ? Number.POSITIVE_INFINITY : Number(match[1]) * 1024
}
