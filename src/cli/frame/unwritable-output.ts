import process from 'node:process'
import {ExitCode, RedislabError} from '../../core/errors/errors.ts'

/** Whether nobody reads any more, who need not be told. */
export function isGone({code}: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO'
}

/** Says that the output cannot be written, at once and here: the command may be over by now. */
export function tellUnwritable(cause: NodeJS.ErrnoException): void {
  if (process.exitCode === ExitCode.environment) return
  process.exitCode = ExitCode.environment
  const reason = cause.code === 'ENOSPC' ? 'no space is left on the device' : cause.message
  const error = new RedislabError('OUTPUT_UNWRITABLE', `The output cannot be written: ${reason}.`, {
    suggestions: ['Make room where it is written to, or write it elsewhere.'],
    cause,
  })
  void import('../../reporters/kit/error-view.ts').then(({renderError}) =>
    process.stderr.write(renderError(error)),
  )
}

/** Listens in place of oclif, which throws: for what is written before a command begins, such as help. */
export function guardOutput(): void {
  process.stdout.removeAllListeners('error').on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) tellUnwritable(error)
  })
}
