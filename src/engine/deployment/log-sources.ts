import {type LogSource, logSourcesOf} from '../logs/log-source.ts'
import type {Deployment} from './deployment.ts'

/**
 * The names of the instances that targets mean; of all where there are none.
 *
 * @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export async function findInstanceNames(
  deployment: Deployment,
  targets: readonly string[],
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<ReadonlySet<string>> {
  const all = new Set(deployment.record.plan.instances.map(({name}) => name))
  if (targets.length === 0) return all
  // Names need nobody who answers: logs are read most when nothing does.
  if (targets.every((target) => all.has(target))) return new Set(targets)
  return new Set((await deployment.resolve(targets, {signal})).map(({name}) => name))
}

/**
 * Where the logs of a deployment's instances are.
 *
 * @param targets all instances when there are none; who has a role is asked of the instances
 * @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export async function findLogSources(
  deployment: Deployment,
  targets: readonly string[],
  options: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly LogSource[]> {
  const wanted = await findInstanceNames(deployment, targets, options)
  return logSourcesOf(deployment.directory, deployment.record.plan.instances).filter(({instance}) =>
    wanted.has(instance),
  )
}
