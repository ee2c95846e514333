import type {ExplainContext} from '../../core/timeline/explain/story.ts'
import {type Explanation, explainIncident} from '../../core/timeline/explain.ts'
import type {Incident} from '../../core/timeline/incident.ts'
import type {InstanceNames} from '../../core/timeline/names.ts'
import {type Failover, measureFailover} from '../../core/timeline/phases.ts'
import type {Deployment} from '../deployment.ts'
import {openTimeline} from './open-timeline.ts'
import {readReplicaFacts} from './replica-facts.ts'

export interface LastExplained {
  readonly names: InstanceNames
  /** The last time that a master was in question, and what happened since; nothing when nothing ever did. */
  readonly explanations: readonly Explanation[]
}

export interface ExplainLastOptions {
  /** Only what happened at or after this moment, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Says why the last failover happened, or why there was none. */
export async function explainLast(
  deployment: Deployment,
  {sinceMs = Number.NEGATIVE_INFINITY, signal}: ExplainLastOptions = {},
): Promise<LastExplained> {
  const timeline = await openTimeline(deployment, {signal})
  for await (const _ of timeline.batches) signal?.throwIfAborted()
  const {tracker} = timeline
  const {plan} = deployment.record
  const {instances} = await deployment.status({signal})
  const down = new Set(instances.filter(({state}) => state !== 'running').map(({name}) => name))
  const context = {plan, names: tracker.names, down}
  const wasInQuestion = (incident: Incident) => isSerious(incident, measureFailover(incident, context))
  const incidents = tracker.incidents.filter(({at}) => at >= sinceMs)
  const last = incidents.findLast(wasInQuestion) ?? incidents.at(-1)
  // One fault may hit several groups.
  const first = incidents.findIndex(({at}) => at === last?.at)
  const chosen = first < 0 ? [] : incidents.slice(first)
  return {
    names: tracker.names,
    explanations: await Promise.all(chosen.map((incident) => explainWithFacts(incident, context))),
  }
}

/** Explains; where no replica was fit, with what a sentinel says of the replicas now. */
export async function explainWithFacts(incident: Incident, context: ExplainContext): Promise<Explanation> {
  const {details, outcome} = measureFailover(incident, context)
  const isAsked =
    outcome === 'no-failover' && details.attempts.some(({result}) => result === 'no-good-replica')
  if (!isAsked) return explainIncident(incident, context)
  const {plan, down} = context
  const leader = details.attempts.findLast((attempt) => attempt.leader !== null)?.leader
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel').map(({name}) => name)
  const asked = [...(leader ? [leader] : []), ...sentinels].filter((name) => !down.has(name))
  const replicas = await readReplicaFacts(plan, incident.masterName, asked)
  return explainIncident(incident, {...context, replicas})
}

function isSerious({cause, oldMaster}: Incident, {phases, details}: Failover): boolean {
  const wasHit = cause?.fault?.instances.includes(oldMaster) === true
  const wasMissed = phases.sdownMs !== null || phases.odownMs !== null
  return wasHit || wasMissed || details.requestedAt !== null || details.attempts.length > 0
}
