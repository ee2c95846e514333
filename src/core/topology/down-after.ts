import type {MasterGroup, Plan, PlannedInstance} from './plan.ts'

/** How much later, in milliseconds, the sentinels beyond the quorum count a master as down with `--timing fast`. */
const laterMs = 300

/**
 * The down-after-milliseconds of a sentinel for a group. With `--timing fast` only as many sentinels as the quorum needs have the
 * shortest: were all to start an election in the same moment, each would vote for itself, and the next try would come after twice the
 * failover-timeout (sentinel.c, sentinelStartFailover, sentinelGetLeader). One that counts the master as down later still votes.
 */
export function downAfterOf(
  {settings, instances}: Pick<Plan, 'settings' | 'instances'>,
  {quorum = 1}: Pick<MasterGroup, 'quorum'>,
  {name}: Pick<PlannedInstance, 'name'>,
): number {
  const {timing, downAfterMs} = settings
  if (timing !== 'fast') return downAfterMs
  const index = instances
    .filter(({kind}) => kind === 'sentinel')
    .findIndex((sentinel) => sentinel.name === name)
  return index < Math.max(quorum, 1) ? downAfterMs : downAfterMs + laterMs
}
