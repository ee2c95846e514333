import {createHash} from 'node:crypto'
import {readFileSync, readlinkSync} from 'node:fs'
import {RedislabError} from '../../core/errors/errors.ts'

/**
 * Where a process of Linux is: the boot of the machine that it runs in, its pid namespace (a container has one of its
 * own), and the machine, where that has an id. A pid means a process there, and nowhere else.
 */
interface Whereabouts {
  readonly boot: string
  readonly namespace: string
  readonly machine: string | undefined
}

let here: Whereabouts | undefined

/**
 * Where this process is.
 *
 * @throws RedislabError PROCESSES_HIDDEN where /proc is missing or tells of other processes than those that signals reach
 */
export function findHere(): Whereabouts {
  if (here !== undefined) return here
  checkProc()
  here = {
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    namespace: /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '',
    machine: readMachine(),
  }
  return here
}

function checkProc(): void {
  let status: string
  try {
    status = readFileSync('/proc/self/status', 'utf8')
  } catch (error) {
    throw new RedislabError('PROCESSES_HIDDEN', 'The processes here cannot be seen: there is no /proc.', {
      suggestions: ['Mount it: mount -t proc proc /proc'],
      cause: error,
    })
  }
  // proc(5): the pids of a process in each namespace from that of this /proc down to its own.
  const pids = /^NSpid:\s*(.*)$/m.exec(status)?.[1]?.trim().split(/\s+/)
  if (pids === undefined || pids.length === 1) return
  throw new RedislabError(
    'PROCESSES_HIDDEN',
    '/proc tells of the processes of another pid namespace, which have other pids here.',
    {suggestions: ['Mount that of this one: mount -t proc proc /proc, or unshare --mount-proc']},
  )
}

/** Tells machines that share a state folder from each other; a digest, since the id itself is not to be given away. */
function readMachine(): string | undefined {
  try {
    const id = readFileSync('/etc/machine-id', 'utf8').trim()
    return id === '' ? undefined : createHash('sha256').update(`redislab ${id}`).digest('hex').slice(0, 12)
  } catch {
    return undefined // Many containers have none.
  }
}

/** What tells a process of Linux from any other that had or will have its pid, here or elsewhere. */
export function formatStart(ticks: string): string {
  const {boot, namespace, machine} = findHere()
  return [boot, ticks, namespace, ...(machine === undefined ? [] : [machine])].join('/')
}

/** When it started, in clock ticks since boot: field 22 of /proc/PID/stat. */
export function ticksOf(startedAt: string): string {
  return startedAt.split('/')[1] ?? ''
}

/** Whether what was written down is what is seen. Records of 0.1.0 have boot and ticks alone. */
export function isSameStart(recorded: string, seen: string): boolean {
  return recorded === seen || seen.startsWith(`${recorded}/`)
}

/**
 * Whether a process was started where its pid means nothing to us: in another pid namespace, or on another machine. It
 * may live or not; it cannot be told from here.
 */
export function isOutOfSight(startedAt: string): boolean {
  const [boot, , namespace, machine] = startedAt.split('/')
  if (namespace === undefined) return false
  const own = findHere()
  if (boot === own.boot) return namespace !== own.namespace
  // The same machine was started again since: then it is dead.
  return machine !== undefined && own.machine !== undefined && machine !== own.machine
}
