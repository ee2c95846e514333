import {isError} from '../core/errors/is-error.ts'
import {CallFailure} from '../engine/redis/following-client.ts'

/** The outcome of a command that failed: Redis's own words, or what happened to the connection, in a word. */
export function describeFailure(error: unknown): string {
  if (!isError(error)) return String(error)
  if (error instanceof CallFailure) return error.outcome === 'refused' ? error.message : error.kind
  const {code} = error as NodeJS.ErrnoException
  if (error.name === 'ReplyError') return error.message
  if (code !== undefined) return code
  if (error.message === 'Command timed out') return 'timeout'
  return /closed|isn't writeable|Flushed/i.test(error.message) ? 'closed' : error.message
}
