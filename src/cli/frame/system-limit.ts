import {RedislabError} from '../../core/errors/errors.ts'
import {isError} from '../../core/errors/is-error.ts'

/** What the operating system ran out of, and what helps, by the code of its error. */
const limits: Readonly<Record<string, readonly [string, string]>> = {
  EMFILE: ['This process may not open more files.', 'Raise the limit: ulimit -n 4096'],
  ENFILE: [
    'This machine may not open more files.',
    'End what opens many, or raise the limit: sysctl fs.file-max',
  ],
  EAGAIN: [
    'No more processes may be started.',
    'Raise the limit: ulimit -u; in a container, its limit of pids',
  ],
  ENOMEM: ['There is no memory left for this.', 'End what takes much, or raise the limit: ulimit -v'],
  ENOSPC: [
    'The disk is full.',
    'Make room. redislab down needs none: it ends a deployment and removes its files.',
  ],
  EDQUOT: ['The disk quota is used up.', 'Make room. redislab down needs none.'],
  EFBIG: ['A file may not become that large here.', 'Raise the limit: ulimit -f unlimited'],
}

/** A limit of the operating system that was met where nobody expected it; undefined for every other error. */
export function describeSystemLimit(error: unknown): RedislabError | undefined {
  if (!isError(error)) return undefined
  const {code = '', syscall} = error as NodeJS.ErrnoException
  const limit = limits[code]
  if (limit === undefined || syscall === undefined) return undefined
  const [message, suggestion] = limit
  return new RedislabError('SYSTEM_LIMIT', message, {
    suggestions: [suggestion],
    details: {code, syscall},
    cause: error,
  })
}
