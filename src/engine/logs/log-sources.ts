import type {Deployment} from '../deployment.ts'
import {type LogSource, logSourcesOf} from './log-source.ts'

/**
 * Where the logs of a deployment's instances are.
 *
 * @param targets all instances when there are none; who has a role is asked of the instances
 * @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export async function findLogSources(
  deployment: Deployment,
  targets: readonly string[],
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly LogSource[]> {
  const {instances} = deployment.record.plan
  const all = new Set(instances.map(({name}) => name))
  // Names need nobody who answers: logs are read most when nothing does.
  const areNames = targets.every((target) => all.has(target))
  const wanted = areNames
    ? new Set(targets)
    : new Set((await deployment.resolve(targets, {signal})).map(({name}) => name))
  return logSourcesOf(deployment.directory, instances).filter(
    ({instance}) => wanted.size === 0 || wanted.has(instance),
  )
}
