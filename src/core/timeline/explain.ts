import {whyNotTakenOver, whyTakenOver} from './cluster/explain.ts'
import {givenBack, isGivenBack, oldMasterReturn, twoMasters, wiped} from './explaining/aftermath.ts'
import {type ExplainContext, IncidentFacts, type Reason} from './explaining/facts.ts'
import {isBlind, ownEnd, unreadLogs} from './explaining/noticing.ts'
import {summarise} from './explaining/summary.ts'
import type {Failover} from './failover.ts'
import type {Incident} from './incidents/incident.ts'
import {measureFailover} from './measure.ts'
import {cameBack, handedOver} from './sentinel/explain-aftermath.ts'
import {chosen, delayed, elected, failedAttempts, noAttempt} from './sentinel/explain-election.ts'
import {noQuorum, noSentinels, notCountedDown, sentinelsCameLate} from './sentinel/explain-not-noticing.ts'
import {
  authChanged,
  byHand,
  countedDown,
  falseAlarm,
  quorumReached,
  requested,
  tilt,
} from './sentinel/explain-noticing.ts'

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
  const failover = measureFailover(incident, context)
  const facts = new IncidentFacts(incident, failover, context)
  if (failover.outcome === 'no-failover' && isGivenBack(incident)) {
    const summary = `${incident.oldMaster} is still the master (${failover.cause}).`
    return {failover, summary, reasons: [...givenBack(facts), ...wiped(facts)]}
  }
  const isCluster = context.plan.mode === 'cluster'
  const happened = isCluster ? whyTakenOver : whyItHappened
  const didNot = isCluster ? whyNotTakenOver : whyItDidNot
  const unread = unreadLogs(facts)
  if (failover.outcome === 'no-failover' && isBlind(facts)) {
    const summary = `Whether there was a failover is not known${failover.cause === null ? '' : ` (${failover.cause})`}: the logs that would tell cannot be read.`
    return {failover, summary, reasons: unread}
  }
  const reasons = failover.outcome === 'failed-over' ? happened(facts) : didNot(facts)
  const isGone = ownEnd(facts).length > 0 || byHand(facts).length > 0
  return {failover, summary: summarise(failover, {isGone}), reasons: [...reasons, ...unread]}
}

function whyItHappened(facts: IncidentFacts): readonly Reason[] {
  const {attempts} = facts.failover.details
  const success = attempts.find(({result}) => result === 'promoted')
  const failed = attempts.filter((it) => it !== success && it.startedMs <= (success ?? it).startedMs)
  return [
    ...requested(facts),
    ...byHand(facts),
    ...ownEnd(facts),
    ...countedDown(facts),
    ...falseAlarm(facts),
    ...sentinelsCameLate(facts),
    ...quorumReached(facts),
    ...failedAttempts(facts, failed),
    ...(failed.length > 0 ? delayed(facts) : []),
    ...(success === undefined ? [] : elected(facts, success)),
    ...chosen(facts),
    ...handedOver(facts),
    ...twoMasters(facts),
    ...oldMasterReturn(facts),
    ...wiped(facts),
    ...authChanged(facts),
    ...tilt(facts),
  ]
}

function whyItDidNot(facts: IncidentFacts): readonly Reason[] {
  const hand = byHand(facts)
  if (facts.sentinels.length === 0)
    return [...hand, ...ownEnd(facts), ...(hand.length > 0 ? [] : noSentinels(facts)), ...wiped(facts)]
  const {sdown, odown, attempts} = facts.failover.details
  const isSdown = sdown.length > 0
  const isOdown = odown.length > 0
  return [
    ...hand,
    ...ownEnd(facts),
    ...(isSdown ? countedDown(facts) : notCountedDown(facts)),
    ...falseAlarm(facts),
    ...sentinelsCameLate(facts),
    ...(isOdown ? quorumReached(facts) : isSdown ? noQuorum(facts) : []),
    ...(isOdown && attempts.length === 0 ? noAttempt(facts) : failedAttempts(facts, attempts)),
    ...delayed(facts),
    ...cameBack(facts),
    ...wiped(facts),
    ...authChanged(facts),
    ...tilt(facts),
  ]
}
