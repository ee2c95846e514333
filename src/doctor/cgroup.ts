import path from 'node:path'
import type {Machine} from './machine.ts'

export interface CgroupUse {
  /** null when there is no limit. */
  readonly limit: number | null
  readonly used: number
}

const files = {
  memory: {
    v1: {limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', cache: 'total_inactive_file'},
    v2: {limit: 'memory.max', used: 'memory.current', cache: 'inactive_file'},
  },
  pids: {
    v1: {limit: 'pids.max', used: 'pids.current', cache: undefined},
    v2: {limit: 'pids.max', used: 'pids.current', cache: undefined},
  },
} as const

/**
 * The tightest limit that the control groups of this process set, and how much of it is used. A limit holds for all
 * groups below it, so each one up to the top is read. Groups of version 1 and 2 may stand side by side; a controller
 * belongs to one of them.
 */
export async function readCgroup(machine: Machine, controller: keyof typeof files): Promise<CgroupUse> {
  const membership = ((await machine.read('/proc/self/cgroup')) ?? '').split('\n').map((line) => {
    const [, controllers = '', ...rest] = line.split(':')
    return {controllers: controllers.split(','), group: rest.join(':')}
  })
  const v1 = membership.find(({controllers}) => controllers.includes(controller))
  const group = v1 ?? membership.find(({controllers}) => controllers[0] === '')
  if (group === undefined) return {limit: null, used: 0}
  const top = v1 === undefined ? '/sys/fs/cgroup' : `/sys/fs/cgroup/${controller}`
  const names = files[controller][v1 === undefined ? 'v2' : 'v1']

  let tightest: CgroupUse = {limit: null, used: 0}
  // In a container the path may be the host's, of which only the top is visible here: what is not there is passed over.
  const inside = group.group.startsWith('/..') ? '/' : group.group
  for (let folder = path.join(top, inside); folder.startsWith(top); folder = path.dirname(folder)) {
    const limit = await machine.readNumber(path.join(folder, names.limit))
    // Version 1 writes "no limit" as the largest number of pages.
    if (limit === undefined || limit > 2 ** 60) continue
    const used = (await machine.readNumber(path.join(folder, names.used))) ?? 0
    const cache = names.cache === undefined ? 0 : await readCache(machine, folder, names.cache)
    const use = {limit, used: Math.max(0, used - cache)}
    if (tightest.limit === null || limit - use.used < tightest.limit - tightest.used) tightest = use
  }
  return tightest
}

/** File pages that the kernel gives back when memory gets short: they count as used, but are not in the way. */
async function readCache(machine: Machine, folder: string, name: string): Promise<number> {
  const stat = (await machine.read(path.join(folder, 'memory.stat'))) ?? ''
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0)
}
