import {RedislabError} from '../../core/errors/errors.ts'
import {isError} from '../../core/errors/is-error.ts'
import {formatAddress} from '../../core/topology/plan.ts'
import {isReply} from './is-reply.ts'
import {connectionClosed, whyNoAnswer} from './why-no-answer.ts'

/** What was asked when an error came up. */
export interface Question {
  readonly host: string
  readonly port: number
  readonly name?: string | undefined
  /** Undefined while it connects. */
  readonly command?: string | undefined
  readonly withinMs: number
}

const questions = new WeakMap<Error, Question>()

/** Keeps with an error who was asked for what: who catches it handles it as ever, and where nobody does, it can be told. */
export function noteQuestion(error: unknown, question: Question): unknown {
  if (isError(error) && !questions.has(error)) questions.set(error, question)
  return error
}

const look = 'See how it is: redislab status'
const late = ['A machine with too much to do answers late: try again.', look]

/**
 * What to tell a user of a server that did not answer where nobody expected it.
 *
 * @returns undefined for every error that does not come from a connection, and for what Redis itself replied
 */
export function describeNoAnswer(error: unknown): RedislabError | undefined {
  if (isReply(error) || !isError(error)) return undefined
  const question = questions.get(error)
  const options = {suggestions: late, cause: error}
  // What ioredis throws names nobody.
  if (question === undefined) {
    if (error.message !== 'Command timed out') return undefined
    return new RedislabError('TIMED_OUT', 'A server did not answer a command in time.', options)
  }
  const {command, withinMs, name} = question
  const address = formatAddress(question)
  const who = name === undefined ? `The server at ${address}` : `${name} (${address})`
  const why = whyNoAnswer(error)
  const details = {address, ...(name === undefined ? {} : {instance: name})}
  if (why === 'no answer in time') {
    const what = command === undefined ? 'could not be reached' : `did not answer ${command}`
    return new RedislabError('TIMED_OUT', `${who} ${what} within ${withinMs} ms.`, {...options, details})
  }
  const isGone = why === connectionClosed || why === 'connection refused'
  if (!isGone) return undefined
  return new RedislabError('WRONG_STATE', `${who} cannot be asked: ${why}.`, {
    suggestions: [look],
    details,
    cause: error,
  })
}
