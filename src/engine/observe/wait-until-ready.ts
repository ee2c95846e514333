import {findUnmet} from '../../core/status/readiness.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {requireNone} from '../time/wait-until-none.ts'
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
  await requireNone(
    async () => {
      const observations = await observer.observe(record)
      const unmet = findUnmet(record.plan, observations)
      if (unmet.length > 0) await firstBytes.send(record, observations)
      return unmet
    },
    {
      withinMs,
      everyMs: 3,
      signal,
      what: 'The deployment was not ready',
      suggestion: 'redislab doctor checks the machine; --timing lab starts faster than --timing redis.',
    },
  )
}
