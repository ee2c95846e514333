/** What the operating system says, asked without redislab: what is left of it shall not be its own word. Linux only. */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import process from 'node:process'

export interface SeenProcess {
  readonly pid: number
  readonly commandLine: string
  /** Tells it from another one with the same pid. */
  readonly startedAt: string
}

/** The variable by which whatever a round has started is known, for all that it starts has it, too. */
export const markVariable = 'REDISLAB_TORTURE'

/**
 * Every living process that works in a folder, has it for its state folder or for its mark, or names it.
 * Servers of Redis are known by their folder alone: they write their title over their environment.
 */
export function processesOf(folder: string): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const cwd = attempt(() => readlinkSync(`/proc/${name}/cwd`)) ?? ''
      const marks = attempt(() => readFileSync(`/proc/${name}/environ`, 'utf8')) ?? ''
      const words = attempt(() => readFileSync(`/proc/${name}/cmdline`, 'utf8')) ?? ''
      const isOurs =
        `${cwd}/`.startsWith(`${folder}/`) ||
        marks
          .split('\0')
          .some((mark) => mark === `${markVariable}=${folder}` || mark === `REDISLAB_HOME=${folder}`) ||
        words.includes(`${folder}/`)
      const seen = isOurs ? lookAt(Number(name)) : undefined
      return seen === undefined ? [] : [seen]
    })
}

/** @returns undefined when there is none, or it has ended and is only not reaped */
export function lookAt(pid: number): SeenProcess | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  const words = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  if (stat === undefined || words === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  return {pid, commandLine: words.replaceAll('\0', ' ').trim(), startedAt: fields[19] ?? ''}
}

/** Which of these ports somebody listens on, at whatever address. */
export function portsInUse(first: number, count: number): readonly number[] {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => attempt(() => readFileSync(file, 'utf8')))
  const listening = tables.flatMap((table) =>
    (table ?? '').split('\n').flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/)
      return state === '0A' ? [Number.parseInt(local.split(':').at(-1) ?? '', 16)] : []
    }),
  )
  return [...new Set(listening)].filter((port) => port >= first && port < first + count)
}

/** Processes end while one looks. */
function attempt<Value>(look: () => Value): Value | undefined {
  try {
    return look()
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return undefined
    throw error
  }
}
