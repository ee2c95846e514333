import {isError} from '../../core/errors/is-error.ts'

export const connectionClosed = 'it closed the connection'

/** Why an instance did not answer, as the end of a sentence without its full stop; what Redis replied in its words. */
export function whyNoAnswer(error: unknown): string {
  if (!isError(error)) return String(error)
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (code === 'ECONNRESET' || error.message === 'Connection is closed.') return connectionClosed
  if (code === 'ETIMEDOUT' || /timed? ?out/i.test(error.message)) return 'no answer in time'
  return error.message.replace(/\.$/, '')
}
