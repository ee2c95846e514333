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
export async function waitUntilReady(record: DeploymentRecord, options: ReadyOptions): Promise<void> {
  const {withinMs} = options
  const unmet = await lookUntilReady(record, options)
  if (unmet.length === 0) return
  const suggestion = 'redislab doctor checks the machine; --timing lab starts faster than --timing redis.'
  throw notInTime('The deployment was not ready', {withinMs, unmet, suggestion})
}

interface ReadyOptions {
  readonly observer: DeploymentObserver
  readonly withinMs: number
  readonly signal: AbortSignal | undefined
}

/** The same, and returns what is missing when the time is over. */
export async function lookUntilReady(
  record: DeploymentRecord,
  {observer, withinMs, signal}: ReadyOptions,
): Promise<readonly string[]> {
  const findMissing = (observations: Observations) => findUnmet(record.plan, observations)
  return waitUntilMet(record, findMissing, {observer, withinMs, everyMs: 3, signal})
}
