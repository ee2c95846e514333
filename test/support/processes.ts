import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import process from 'node:process'

export interface RunningProcess {
  readonly pid: number
  readonly commandLine: string
}

/** Every process whose current directory is inside a folder. Linux only. */
export function processesIn(folder: string): readonly RunningProcess[] {
  return allProcesses().filter(({pid}) => {
    const cwd = attempt(() => readlinkSync(`/proc/${pid}/cwd`))
    return cwd === folder || cwd?.startsWith(`${folder}/`) || cwd === `${folder} (deleted)`
  })
}

/** Every process of the machine that may be seen. */
export function allProcesses(): readonly RunningProcess[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      commandLine: (attempt(() => readFileSync(`/proc/${name}/cmdline`, 'utf8')) ?? '')
        .replaceAll('\0', ' ')
        .trim(),
    }))
}

/** Processes end while one looks. */
function attempt<Value>(look: () => Value): Value | undefined {
  try {
    return look()
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined
    throw error
  }
}
