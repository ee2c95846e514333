import {setTimeout} from 'node:timers/promises'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {readRecord} from '../state/record.ts'
import type {Deployment} from './deployment.ts'

const lookEveryMs = 300

/**
 * Aborts once a deployment was taken down, or another one took its name: with the error that says so.
 *
 * @param signal ends the watching
 */
export function watchPresence(deployment: Deployment, {signal}: {readonly signal: AbortSignal}): AbortSignal {
  const gone = new AbortController()
  const {createdAt} = deployment.record
  const look = async () => {
    while (!signal.aborted) {
      // Not a reason for the process to go on: a command that fails ends.
      await setTimeout(lookEveryMs, undefined, {signal, ref: false})
      const record = await readRecord(deployment.directory)
      if (record?.createdAt === createdAt) continue
      gone.abort(whyGone(deployment.name, record !== undefined))
      return
    }
  }
  // Where it cannot be looked, nothing is known of its end; and an abort is the caller's to tell.
  look().catch((error: unknown) => {
    if (!signal.aborted && !hasErrorCode(error, 'STATE_UNREADABLE')) gone.abort(error)
  })
  return gone.signal
}

function whyGone(name: string, isReplaced: boolean): RedislabError {
  return new RedislabError(
    'DEPLOYMENT_NOT_FOUND',
    isReplaced
      ? `The deployment "${name}" was replaced by a new one.`
      : `The deployment "${name}" was taken down.`,
    {
      suggestions: isReplaced ? ['Follow the new one: redislab timeline --follow'] : [],
      details: {deployment: name},
    },
  )
}
