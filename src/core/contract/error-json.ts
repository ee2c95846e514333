import {ExitCode, RedislabError} from '../errors/errors.ts'
import {messageOf} from '../errors/message-of.ts'
import type {error} from './schemas/error.ts'
import type {JsonOf} from './schemas/json-of.ts'

/** The document that any command writes when it fails. What is no RedislabError is a bug of ours. */
export function describeError(thrown: unknown): JsonOf<typeof error> {
  if (thrown instanceof RedislabError) {
    const {code, message, suggestions, exitCode, details} = thrown
    return {error: {code, message, suggestions, exitCode, ...(details === undefined ? {} : {details})}}
  }
  const message = messageOf(thrown)
  return {error: {code: 'BUG', message, suggestions: [], exitCode: ExitCode.bug}}
}
