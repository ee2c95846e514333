import {RedislabError} from '../../core/errors/errors.ts'
import {findUnmet} from '../../core/status/readiness.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {waitFor} from '../time/wait.ts'
import {FirstBytes} from './first-bytes.ts'
import type {DeploymentObserver} from './observe-deployment.ts'

/**
 * Waits until a deployment whose instances were all started just now is ready.
 *
 * @throws RedislabError TIMED_OUT with what is missing
 */
export async function waitUntilReady(
  record: DeploymentRecord,
  {
    observer,
    withinMs,
    signal,
  }: {observer: DeploymentObserver; withinMs: number; signal: AbortSignal | undefined},
): Promise<void> {
  const firstBytes = new FirstBytes()
  let unmet: readonly string[] = []
  const ready = await waitFor(
    async () => {
      const observations = await observer.observe(record)
      unmet = findUnmet(record.plan, observations)
      if (unmet.length === 0) return true
      await firstBytes.send(record, observations)
      return undefined
    },
    {withinMs, everyMs: 3, signal},
  )
  if (ready) return
  throw new RedislabError('TIMED_OUT', `The deployment was not ready within ${withinMs} ms: ${unmet[0]}.`, {
    suggestions: ['redislab doctor checks the machine; --timing lab starts faster than --timing redis.'],
    details: {unmet},
  })
}
