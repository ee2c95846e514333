import type {Access} from '../../core/config/access.ts'
import {type ExplainedMove, explainSlotMove} from '../../core/timeline/cluster/explain-slot-moves.ts'
import {SlotMoves} from '../../core/timeline/cluster/slot-moves.ts'
import type {UnreadLog} from '../../core/timeline/entries/unread-log.ts'
import {type Explanation, explainIncident} from '../../core/timeline/explain.ts'
import type {ExplainContext} from '../../core/timeline/explaining/facts.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import type {Incident} from '../../core/timeline/incidents/incident.ts'
import type {InstanceNames} from '../../core/timeline/incidents/names.ts'
import {measureFailover} from '../../core/timeline/measure.ts'
import type {Deployment} from '../deployment/deployment.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {type OpenTimeline, openTimeline} from './open-timeline.ts'
import {readReplicaFacts} from './replica-facts.ts'

export interface LastExplained {
  readonly names: InstanceNames
  /** The last time that a master was in question, and what happened since; nothing when nothing ever did. */
  readonly explanations: readonly Explanation[]
  /** Slots that moved whole, or were to: the last since then, or all of them. */
  readonly moves: readonly ExplainedMove[]
  /** Logs of which nothing can be made. */
  readonly unread: readonly UnreadLog[]
}

export interface ExplainOptions {
  /** Only what happened at or after this moment, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  /** The last that had begun by then, in milliseconds since 1970. */
  readonly atMs?: number | undefined
  /** Every time that a master was in question. */
  readonly isForAll?: boolean | undefined
  /** Only that of this master group. */
  readonly masterName?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Says why the last failover happened, or why there was none. */
export async function explainLast(
  deployment: Deployment,
  options: ExplainOptions = {},
): Promise<LastExplained> {
  const {signal} = options
  const timeline = await openTimeline(deployment, {signal})
  const moves = new SlotMoves(timeline.tracker.names)
  for await (const batch of timeline.batches) {
    signal?.throwIfAborted()
    for (const entry of batch) moves.push(entry)
  }
  // Of one that was opened nobody can be asked: what is known stands in the logs.
  if (deployment.record.opened === undefined) await deployment.status({signal})
  const explained = await explainRead(deployment, timeline, options)
  const [first] = explained.explanations
  const since = Math.max(
    options.sinceMs ?? Number.NEGATIVE_INFINITY,
    first === undefined || options.isForAll ? Number.NEGATIVE_INFINITY : Date.parse(first.failover.at),
  )
  const told = moves.all.filter(
    ({at, endedAt}) =>
      at <= (options.atMs ?? Number.POSITIVE_INFINITY) && (endedAt ?? Number.POSITIVE_INFINITY) >= since,
  )
  return {...explained, moves: (options.isForAll ? told : told.slice(-1)).map(explainSlotMove)}
}

/**
 * The same of a timeline that was read so far. What the instances answer now is that of when the status of the deployment
 * was last asked for.
 */
export async function explainRead(
  deployment: Deployment,
  {tracker, reach, downUnseen}: Pick<OpenTimeline, 'tracker' | 'reach' | 'downUnseen'>,
  {
    atMs = Number.POSITIVE_INFINITY,
    sinceMs = Number.NEGATIVE_INFINITY,
    masterName,
    isForAll = false,
  }: Omit<ExplainOptions, 'signal'> = {},
): Promise<Omit<LastExplained, 'moves'>> {
  const {plan} = deployment.record
  const context = {plan, names: tracker.names, down: downUnseen(), ...reach, now: deployment.seen}
  const wasInQuestion = (incident: Incident) => isSerious(incident, measureFailover(incident, context))
  const incidents = tracker.incidents.filter(
    ({at, masterName: group}) => at >= sinceMs && at <= atMs && (masterName ?? group) === group,
  )
  // What a sentinel took alarm at by itself, and nothing came of, is told after what it comes on top of.
  const isMeant = (incident: Incident) =>
    wasInQuestion(incident) &&
    (incident.cause !== null || measureFailover(incident, context).outcome === 'failed-over')
  const last = incidents.findLast(isMeant) ?? incidents.findLast(wasInQuestion) ?? incidents.at(-1)
  // One fault may hit several groups.
  const first = incidents.findIndex(({at}) => at === last?.at)
  const since = first < 0 ? [] : incidents.slice(first)
  const isTold = (incident: Incident) => incident.at === last?.at || wasInQuestion(incident)
  // Of what was opened, signs alone tell of no failover: who else was there, and what they did, may stand in no file.
  const isShown = (incident: Incident) => !plan.isEvidenced || wasInQuestion(incident)
  const chosen = (isForAll ? incidents : since).filter((incident) => isTold(incident) && isShown(incident))
  return {
    names: tracker.names,
    unread: reach.unread,
    explanations: await Promise.all(
      chosen.map((incident) => explainWithFacts(incident, context, deployment.record)),
    ),
  }
}

/** Explains; where no replica was fit, with what a sentinel says of the replicas now. */
export async function explainWithFacts(
  incident: Incident,
  context: ExplainContext,
  {opened, ...access}: Access & Pick<DeploymentRecord, 'opened'>,
): Promise<Explanation> {
  const {details, outcome} = measureFailover(incident, context)
  const isAsked =
    opened === undefined &&
    outcome === 'no-failover' &&
    details.attempts.some(({result}) => result === 'no-good-replica')
  if (!isAsked) return explainIncident(incident, context)
  const {plan} = context
  const leader = details.attempts.findLast((attempt) => attempt.leader !== null)?.leader
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel').map(({name}) => name)
  const asked = [...(leader ? [leader] : []), ...sentinels]
  const askedAt = Date.now()
  const replicas = await readReplicaFacts({...access, plan}, incident.masterName, asked)
  return explainIncident(incident, {...context, replicas, askedAt})
}

function isSerious({cause, oldMaster}: Incident, {phases, details}: Failover): boolean {
  const wasHit = cause?.fault?.instances.includes(oldMaster) === true
  const wasMissed = phases.sdownMs !== null || phases.odownMs !== null
  return wasHit || wasMissed || details.requestedAt !== null || details.attempts.length > 0
}
