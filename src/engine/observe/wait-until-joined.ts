import {findUnmetOfNewcomer} from '../../core/status/newcomer.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {thisMachine} from '../host/this-machine.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {DeploymentObserver} from './observe-deployment.ts'
import {waitUntilMet} from './wait-until-met.ts'

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
  using observer = new DeploymentObserver(thisMachine)
  // Awaited here: the connections must last until then.
  return await waitUntilMet(
    record,
    (observations) =>
      instances.flatMap((instance) => findUnmetOfNewcomer(record.plan, instance, observations)),
    {observer, withinMs, everyMs: 10, signal},
  )
}
