import {isError} from '../../core/errors/is-error.ts'

/** Whether Redis itself replied with this error. */
export function isReply(error: unknown): error is Error {
  return isError(error) && error.name === 'ReplyError'
}
