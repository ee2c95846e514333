import {findUnmetOfNewcomer} from '../../core/status/newcomer.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {localHost} from '../host/local-host.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {waitFor} from '../time/wait.ts'
import {FirstBytes} from './first-bytes.ts'
import {DeploymentObserver} from './observe-deployment.ts'

/**
 * Waits until instances that joined a deployment, or follow another master since a moment ago, are in their place: they
 * answer, their links are up, and all others know them so and list them.
 *
 * @param instances with the master that each is to replicate from
 * @param withinMs milliseconds
 * @returns what is missing when the time is over, one sentence each; nothing when all are in their place
 */
export async function waitUntilJoined(
  record: DeploymentRecord,
  instances: readonly PlannedInstance[],
  {withinMs, signal}: {readonly withinMs: number; readonly signal?: AbortSignal | undefined},
): Promise<readonly string[]> {
  if (instances.length === 0) return []
  using observer = new DeploymentObserver(localHost)
  const firstBytes = new FirstBytes()
  let unmet: readonly string[] = []
  await waitFor(
    async () => {
      const observations = await observer.observe(record)
      unmet = instances.flatMap((instance) => findUnmetOfNewcomer(record.plan, instance, observations))
      if (unmet.length === 0) return true
      await firstBytes.send(record, observations)
      return undefined
    },
    {withinMs, everyMs: 10, signal},
  )
  return unmet
}
