import process from 'node:process'
import {isError} from '../../core/errors/is-error.ts'
import {withoutSecrets} from './without-secrets.ts'

export interface CommandResult {
  /** null when the program could not be started, or was ended by a signal. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** `ENOENT`, `EACCES` …: why it could not be started. */
  readonly errorCode?: string
  readonly timedOut: boolean
}

export interface RunCommandOptions {
  /** Its working directory; not that of this process, which may be one that nobody can enter any more. @default / */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds until it is killed; 10 000 by default. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
  /** It gets a process group of its own, and all of that ends with it: for programs that nobody knows. @default false */
  readonly ownGroup?: boolean
  /** Whether it reads the standard input of this process. @default false */
  readonly readsInput?: boolean
}

/**
 * Runs a program to its end, without a shell, and returns what it said: a failing program is a result, not an error.
 * Output beyond 4 MB ends the program.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  {cwd = '/', env, timeoutMs = 10_000, signal, ownGroup = false, readsInput = false}: RunCommandOptions = {},
): Promise<CommandResult> {
  // Loaded when it is needed: most commands start no program, and execa takes longer to load than they to run.
  const {execa} = await import('execa')
  // One of its own: of many programs at once, Node would take the listeners on a single signal for a leak.
  const own = signal === undefined ? undefined : AbortSignal.any([signal])
  const subprocess = execa(file, args, {
    reject: false,
    detached: ownGroup,
    stdin: readsInput ? 'inherit' : 'ignore',
    timeout: timeoutMs,
    maxBuffer: 4_000_000,
    cwd,
    env: {...withoutSecrets, ...env},
    ...(own === undefined ? {} : {cancelSignal: own}),
  })
  // What it started may hold its output open for longer than it lives itself.
  const endGroup = () => {
    if (ownGroup && subprocess.pid !== undefined) killGroup(subprocess.pid)
  }
  const timer = setTimeout(endGroup, timeoutMs)
  own?.addEventListener('abort', endGroup, {once: true})
  const result = await subprocess
  clearTimeout(timer)
  endGroup()
  own?.removeEventListener('abort', endGroup)
  signal?.throwIfAborted()
  return {
    exitCode: result.exitCode ?? null,
    stdout: result.stdout,
    stderr: result.stderr,
    ...(result.exitCode === undefined && result.code !== undefined ? {errorCode: result.code} : {}),
    timedOut: result.timedOut,
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch (error) {
    // EPERM is what macOS says of a group in which only zombies are left.
    if (!hasCode(error, 'ESRCH') && !hasCode(error, 'EPERM')) throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return isError(error) && 'code' in error && error.code === code
}
