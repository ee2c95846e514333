import {RedislabError} from '../../core/errors/errors.ts'
import {findUnsettled} from '../../core/status/settled.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {waitFor} from '../time/wait.ts'
import type {Deployment} from './deployment.ts'

/**
 * Waits until a deployment has come to rest, with whatever instances are left.
 *
 * @throws RedislabError TIMED_OUT, which says what is missing still
 */
export async function waitUntilSettled(
  deployment: Deployment,
  {withinMs, signal}: {withinMs: number; signal?: AbortSignal},
): Promise<DeploymentStatus> {
  using observer = deployment.observer()
  let unsettled: readonly string[] = []
  const settled = await waitFor(
    async () => {
      const status = await deployment.statusBy(observer, {signal})
      unsettled = findUnsettled(status)
      return unsettled.length === 0 ? status : undefined
    },
    {withinMs, everyMs: 50, signal},
  )
  if (settled !== undefined) return settled
  throw new RedislabError('TIMED_OUT', `Still not settled after ${withinMs} ms: ${unsettled.join('; ')}.`, {
    suggestions: ['redislab status shows the whole; redislab explain says why there was no failover.'],
    details: {unsettled},
  })
}
