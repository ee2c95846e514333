import {retryAfterMs} from '../../core/timeline/cluster/elections.ts'
import type {Snapshot} from '../../core/timeline/entries/snapshot.ts'
import type {Plan} from '../../core/topology/plan.ts'

/**
 * How long it takes until a master is missed, and two tries of a failover, in milliseconds: by what the instances say is
 * set now, else by the plan.
 */
export function triesMs(
  {mode, settings}: Pick<Plan, 'mode' | 'settings'>,
  seen: Snapshot | undefined,
): number {
  if (mode === 'cluster') {
    const timeouts = Object.values(seen?.nodes ?? {}).map((own) => Number(own['cluster-node-timeout'] ?? 0))
    const timeoutMs = Math.max(...timeouts) > 0 ? Math.max(...timeouts) : settings.downAfterMs
    return timeoutMs + 2 * retryAfterMs(timeoutMs)
  }
  const held = Object.values(seen?.sentinels ?? {}).flat()
  const longest = (of: (one: (typeof held)[number]) => number, planned: number) =>
    held.length === 0 ? planned : Math.max(...held.map(of))
  return (
    longest(({downAfterMs}) => downAfterMs, settings.downAfterMs) +
    2 * longest(({failoverTimeoutMs}) => failoverTimeoutMs, settings.failoverTimeoutMs)
  )
}
