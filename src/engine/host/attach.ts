import os from 'node:os'
import process from 'node:process'

export interface AttachOptions {
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a program on this terminal, as a shell would: it has stdin, stdout and stderr, and Ctrl-C is its own.
 *
 * @returns its exit code, 128 + the signal's number when a signal ended it, undefined when there is no such program
 */
export async function attachProgram(
  file: string,
  args: readonly string[],
  {env = {}}: AttachOptions = {},
): Promise<number | undefined> {
  const {execa} = await import('execa')
  const ignore = () => {}
  const subprocess = execa(file, args, {stdio: 'inherit', reject: false, env})
  const forward = (name: NodeJS.Signals) => void subprocess.kill(name)
  // The terminal sends Ctrl-C to both; what is sent to this process alone is meant for the program.
  process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward)
  try {
    const result = await subprocess
    if (result.code === 'ENOENT') return undefined
    const signal = result.signal as NodeJS.Signals | undefined
    return signal === undefined ? result.exitCode : 128 + (os.constants.signals[signal] ?? 0)
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward)
  }
}
