import {readFileSync} from 'node:fs'
import {readdir, readFile, readlink} from 'node:fs/promises'
import process from 'node:process'
import {runCommand} from './run-command.ts'
import {findHere, formatStart} from './whereabouts.ts'

/** What the operating system knows of a process. */
export interface ProcessFacts {
  readonly pid: number
  /** Tells this process from any other that had or will have the same pid: when and where it started (whereabouts.ts). */
  readonly startedAt: string
  /**
   * Stopped by SIGSTOP, running (or sleeping), or ended and not yet reaped. `unreachable`: on a host that does not answer, so that
   * nobody knows.
   */
  readonly state: 'running' | 'paused' | 'zombie' | 'unreachable'
  readonly command: string
}

const isLinux = process.platform === 'linux'

/**
 * @returns undefined when there is no such process (or it is not ours to see)
 * @throws RedislabError PROCESSES_HIDDEN
 */
export async function lookUpProcess(pid: number): Promise<ProcessFacts | undefined> {
  return isLinux ? lookUpProc(pid) : lookUpPs(pid)
}

/**
 * Whether processes can be looked at here at all.
 *
 * @throws RedislabError PROCESSES_HIDDEN
 */
export function checkProcesses(): void {
  if (isLinux) findHere()
}

export interface ProcessInFolder extends ProcessFacts {
  /** Its current directory. */
  readonly directory: string
  /** That folder has been removed under it. */
  readonly isRemoved: boolean
}

/** What Linux puts behind the name of a current directory that is no more. */
const removedMark = ' (deleted)'

/** The processes whose current directory is, or was, `directory` or below it. Linux only; elsewhere there is none to see. */
export async function findProcessesIn(directory: string): Promise<readonly ProcessInFolder[]> {
  if (!isLinux) return []
  checkProcesses()
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const link = await readlink(`/proc/${pid}/cwd`).catch(ignoreGone)
      if (link === undefined) return undefined
      const isRemoved = link.endsWith(removedMark)
      const cwd = isRemoved ? link.slice(0, -removedMark.length) : link
      if (cwd !== directory && !cwd.startsWith(`${directory}/`)) return undefined
      const facts = lookUpProc(Number(pid))
      return facts === undefined ? undefined : {...facts, directory: cwd, isRemoved}
    }),
  )
  return found.filter((facts) => facts !== undefined)
}

/** The command line of a process, as far as it may be read. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (!isLinux) return (await lookUpPs(pid))?.command
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(ignoreGone)
  return raw?.replaceAll('\0', ' ').trim()
}

/** @throws RedislabError PROCESSES_HIDDEN: a process that cannot be seen is not one that has ended */
function lookUpProc(pid: number): ProcessFacts | undefined {
  findHere()
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch (error) {
    return ignoreGone(error)
  }
  // The command stands in parentheses and may hold any character, so fields are counted from the last ")".
  const close = stat.lastIndexOf(')')
  const fields = stat.slice(close + 2).split(' ')
  return {
    pid,
    // Field 22 counts clock ticks since boot.
    startedAt: formatStart(fields[19] ?? ''),
    state: stateOf(fields[0] ?? ''),
    command: stat.slice(stat.indexOf('(') + 1, close),
  }
}

async function lookUpPs(pid: number): Promise<ProcessFacts | undefined> {
  const {stdout} = await runCommand('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], {
    env: {LC_ALL: 'C'},
  })
  const match = /^\s*(\S+)\s+(\w{3} \w{3} +\d+ [\d:]+ \d{4})\s+(.*)$/m.exec(stdout)
  if (match === null) return undefined
  const [, letters = '', startedAt = '', command = ''] = match
  return {pid, startedAt, state: stateOf(letters), command}
}

function stateOf(letters: string): ProcessFacts['state'] {
  if (letters.startsWith('Z') || letters.startsWith('X')) return 'zombie'
  return letters.startsWith('T') || letters.startsWith('t') ? 'paused' : 'running'
}

function ignoreGone(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return undefined
  throw error
}
