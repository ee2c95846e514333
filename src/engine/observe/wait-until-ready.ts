import type {Observations} from '../../core/status/observation.ts'
import {findUnmet} from '../../core/status/readiness.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {notInTime} from '../time/wait-until-none.ts'
import type {DeploymentObserver} from './observe-deployment.ts'
import {waitUntilMet} from './wait-until-met.ts'

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
  const findMissing = (observations: Observations) => findUnmet(record.plan, observations)
  const unmet = await waitUntilMet(record, findMissing, {observer, withinMs, everyMs: 3, signal})
  if (unmet.length === 0) return
  const suggestion = 'redislab doctor checks the machine; --timing lab starts faster than --timing redis.'
  throw notInTime('The deployment was not ready', {withinMs, unmet, suggestion})
}
