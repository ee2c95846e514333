import {whyShardDidNot, whyShardFailedOver} from './cluster/explain.ts'
import {ClusterFacts} from './cluster/facts.ts'
import {measureShard} from './cluster/phases.ts'
import {givenBack, isGivenBack, wiped} from './explaining/aftermath.ts'
import type {ExplainContext, IncidentFacts, Reason} from './explaining/facts.ts'
import {isBlind, ownEnd, unreadLogs} from './explaining/noticing.ts'
import {summarise} from './explaining/summary.ts'
import type {Failover} from './failover.ts'
import type {Incident} from './incidents/incident.ts'
import {whyGroupDidNot, whyGroupFailedOver} from './sentinel/explain.ts'
import {byHand} from './sentinel/explain-noticing.ts'
import {SentinelFacts} from './sentinel/facts.ts'
import {measureBySentinels} from './sentinel/phases.ts'

export interface Explanation {
  readonly failover: Failover
  /** In one sentence. */
  readonly summary: string
  readonly reasons: readonly Reason[]
}

/**
 * Says why a failover happened, or why none did: a list of judgements, each of which adds the sentences that apply,
 * with the lines that show them.
 */
export function explainIncident(incident: Incident, context: ExplainContext): Explanation {
  const {facts, explain} = context.plan.mode === 'cluster' ? inCluster() : bySentinels()
  const {failover} = facts
  const because = failover.cause === null ? '' : ` (${failover.cause})`
  const hasFailedOver = failover.outcome === 'failed-over'
  if (!hasFailedOver && isGivenBack(incident)) {
    const summary = `${incident.oldMaster} is still the master${because}.`
    return {failover, summary, reasons: [...givenBack(facts), ...wiped(facts)]}
  }
  const unread = unreadLogs(facts)
  if (!hasFailedOver && isBlind(facts)) {
    const summary = `Whether there was a failover is not known${because}: the logs that would show it cannot be read.`
    return {failover, summary, reasons: unread}
  }
  const isPartial = context.plan.isEvidenced === true && (context.unread ?? []).length > 0
  const isGone = ownEnd(facts).length > 0 || byHand(facts).length > 0
  return {
    failover,
    summary: summarise(failover, {isGone, isPartial}),
    reasons: [...explain(hasFailedOver), ...unread],
  }

  function inCluster(): Explained {
    const facts = new ClusterFacts(incident, measureShard(incident, context), context)
    return {facts, explain: (happened) => (happened ? whyShardFailedOver(facts) : whyShardDidNot(facts))}
  }

  function bySentinels(): Explained {
    const facts = new SentinelFacts(incident, measureBySentinels(incident, context), context)
    return {facts, explain: (happened) => (happened ? whyGroupFailedOver(facts) : whyGroupDidNot(facts))}
  }
}

interface Explained {
  readonly facts: IncidentFacts
  readonly explain: (hasFailedOver: boolean) => readonly Reason[]
}
