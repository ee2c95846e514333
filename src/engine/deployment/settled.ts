import {RedislabError} from '../../core/errors/errors.ts'
import {findUnsettled} from '../../core/status/settled.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {waitUntilNone} from '../time/wait-until-none.ts'
import type {Deployment} from './deployment.ts'

/**
 * Waits until a deployment has come to rest, with whatever instances are left.
 *
 * @throws RedislabError TIMED_OUT, which says what is missing still
 */
export async function waitUntilSettled(
  deployment: Deployment,
  {withinMs, signal}: {withinMs: number; signal?: AbortSignal | undefined},
): Promise<DeploymentStatus> {
  using observer = deployment.observer()
  let status: DeploymentStatus | undefined
  const unsettled = await waitUntilNone(
    async () => {
      status = await deployment.statusBy(observer, {signal})
      return findUnsettled(status)
    },
    {withinMs, everyMs: 50, signal},
  )
  if (status !== undefined && unsettled.length === 0) return status
  throw new RedislabError('TIMED_OUT', `Still not settled after ${withinMs} ms: ${unsettled.join('; ')}.`, {
    suggestions: ['redislab status shows the whole; redislab explain says why there was no failover.'],
    details: {unsettled},
  })
}
