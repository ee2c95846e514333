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
  process.on('SIGINT', ignore)
  try {
    const result = await execa(file, args, {stdio: 'inherit', reject: false, env})
    if (result.code === 'ENOENT') return undefined
    const signal = result.signal as NodeJS.Signals | undefined
    return signal === undefined ? result.exitCode : 128 + (os.constants.signals[signal] ?? 0)
  } finally {
    process.off('SIGINT', ignore)
  }
}
