import type {Deployment} from '../../engine/deployment/deployment.ts'

/**
 * Targets as a reader of logs takes them: of an opened deployment the names of the instances that had the roles at the end of its
 * logs, since nobody can be asked; of one that redislab runs as they were typed.
 *
 * @throws RedislabError OPTION_INVALID, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export async function readableTargets(
  deployment: Deployment,
  targets: readonly string[],
  options: {readonly signal: AbortSignal},
): Promise<readonly string[]> {
  if (deployment.record.opened === undefined || targets.length === 0) return targets
  const {findTargetsThen} = await import('../../engine/timeline/targets-then.ts')
  return await findTargetsThen(deployment, targets, options)
}
