import {measureShard} from './cluster/phases.ts'
import type {Failover, MeasureContext} from './failover.ts'
import type {Incident} from './incidents/incident.ts'
import {measureBySentinels} from './sentinel/phases.ts'

/** Divides what followed from an incident into phases. */
export function measureFailover(incident: Incident, context: MeasureContext): Failover {
  return context.plan.mode === 'cluster'
    ? measureShard(incident, context)
    : measureBySentinels(incident, context)
}
