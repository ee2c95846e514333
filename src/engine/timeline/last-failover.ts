import type {Failover, MeasureContext} from '../../core/timeline/failover.ts'
import {measureFailover} from '../../core/timeline/measure.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {type OpenTimeline, openTimeline} from './open-timeline.ts'

export interface LastFailoverOptions {
  /** Only one that began at or after this moment, in milliseconds since 1970. */
  readonly sinceMs: number
  /** Of which group; of any by default. */
  readonly masterName?: string | undefined
  readonly reattachedBy?: MeasureContext['reattachedBy']
  readonly signal?: AbortSignal | undefined
}

/** The last failover that has brought a new master, as far as it has come; undefined when there was none. */
export async function lastFailover(
  deployment: Deployment,
  options: LastFailoverOptions,
): Promise<Failover | undefined> {
  const {sinceMs, signal} = options
  const timeline = await openTimeline(deployment, {sinceMs, signal})
  for await (const _ of timeline.batches) signal?.throwIfAborted()
  return lastOf(deployment, timeline, options)
}

/** The same of a timeline that was read so far. */
export function lastOf(
  {record: {plan}}: Deployment,
  {tracker, downUnseen, reach}: OpenTimeline,
  {sinceMs, masterName, reattachedBy}: LastFailoverOptions,
): Failover | undefined {
  return tracker.incidents
    .filter((incident) => incident.at >= sinceMs)
    .filter((incident) => masterName === undefined || incident.masterName === masterName)
    .map((incident) =>
      measureFailover(incident, {plan, names: tracker.names, down: downUnseen(), ...reach, reattachedBy}),
    )
    .findLast(({outcome}) => outcome === 'failed-over')
}
