import type {Access} from '../../core/config/access.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from './connection.ts'
import {endpointOf} from './endpoint.ts'
import {isReply} from './is-reply.ts'
import {whyNoAnswer} from './why-no-answer.ts'

export interface Asked {
  readonly instance: PlannedInstance
  readonly access: Access
  /** Milliseconds for connecting, and for each command. @default 2000 */
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const usualMs = 2000

/**
 * Speaks to an instance as who administers it: past the relay, since what is done does not depend on its links.
 *
 * @throws RedislabError WRONG_STATE when it does not answer, or with Redis's words when it refuses
 */
export async function askInstance<Result>(
  {instance, access, withinMs = usualMs, signal}: Asked,
  talk: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  try {
    using connection = await Connection.open(endpointOf(instance, access), {timeoutMs: withinMs})
    // Awaited here: the connection must last until the answers are in.
    return await talk(connection)
  } catch (error) {
    if (error instanceof RedislabError || signal?.aborted === true) throw error
    const {name} = instance
    const message = isReply(error)
      ? `${name} refuses: ${error.message}`
      : `${name} cannot be asked: ${whyNoAnswer(error)}.`
    throw new RedislabError('WRONG_STATE', message, {
      suggestions: ['See how it is: redislab status'],
      details: {instance: name},
      cause: error,
    })
  }
}
