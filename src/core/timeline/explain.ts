import {whyNotTakenOver, whyTakenOver} from './cluster/explain.ts'
import {type ExplainContext, type Reason, Story} from './explaining/facts.ts'
import {givenBack, isGivenBack} from './explaining/given-back.ts'
import {oldMasterReturn} from './explaining/old-master-return.ts'
import {ownEnd} from './explaining/own-end.ts'
import {summarise} from './explaining/summary.ts'
import {twoMasters} from './explaining/two-masters.ts'
import {isBlind, unreadLogs} from './explaining/unread-logs.ts'
import {wiped} from './explaining/wiped.ts'
import type {Failover} from './failover.ts'
import type {Incident} from './incidents/incident.ts'
import {measureFailover} from './measure.ts'
import {authChanged} from './sentinel/explain/auth-changed.ts'
import {byHand} from './sentinel/explain/by-hand.ts'
import {cameBack} from './sentinel/explain/came-back.ts'
import {chosen} from './sentinel/explain/chosen.ts'
import {countedDown} from './sentinel/explain/counted-down.ts'
import {delayed} from './sentinel/explain/delayed.ts'
import {elected} from './sentinel/explain/elected.ts'
import {failedAttempts} from './sentinel/explain/failed-attempts.ts'
import {falseAlarm} from './sentinel/explain/false-alarm.ts'
import {handedOver} from './sentinel/explain/hand-over.ts'
import {noAttempt} from './sentinel/explain/no-attempt.ts'
import {noQuorum} from './sentinel/explain/no-quorum.ts'
import {noSentinels} from './sentinel/explain/no-sentinels.ts'
import {notCountedDown} from './sentinel/explain/not-counted-down.ts'
import {quorumReached} from './sentinel/explain/quorum-reached.ts'
import {requested} from './sentinel/explain/requested.ts'
import {sentinelsCameLate} from './sentinel/explain/sentinels-away.ts'
import {tilt} from './sentinel/explain/tilt.ts'

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
  const story = new Story(incident, failover, context)
  if (failover.outcome === 'no-failover' && isGivenBack(incident)) {
    const summary = `${incident.oldMaster} is still the master (${failover.cause}).`
    return {failover, summary, reasons: [...givenBack(story), ...wiped(story)]}
  }
  const isCluster = context.plan.mode === 'cluster'
  const happened = isCluster ? whyTakenOver : whyItHappened
  const didNot = isCluster ? whyNotTakenOver : whyItDidNot
  const unread = unreadLogs(story)
  if (failover.outcome === 'no-failover' && isBlind(story)) {
    const summary = `Whether there was a failover is not known${failover.cause === null ? '' : ` (${failover.cause})`}: the logs that would tell cannot be read.`
    return {failover, summary, reasons: unread}
  }
  const reasons = failover.outcome === 'failed-over' ? happened(story) : didNot(story)
  const isGone = ownEnd(story).length > 0 || byHand(story).length > 0
  return {failover, summary: summarise(failover, {isGone}), reasons: [...reasons, ...unread]}
}

function whyItHappened(story: Story): readonly Reason[] {
  const {attempts} = story.failover.details
  const success = attempts.find(({result}) => result === 'promoted')
  const failed = attempts.filter((it) => it !== success && it.startedMs <= (success ?? it).startedMs)
  return [
    ...requested(story),
    ...byHand(story),
    ...ownEnd(story),
    ...countedDown(story),
    ...falseAlarm(story),
    ...sentinelsCameLate(story),
    ...quorumReached(story),
    ...failedAttempts(story, failed),
    ...(failed.length > 0 ? delayed(story) : []),
    ...(success === undefined ? [] : elected(story, success)),
    ...chosen(story),
    ...handedOver(story),
    ...twoMasters(story),
    ...oldMasterReturn(story),
    ...wiped(story),
    ...authChanged(story),
    ...tilt(story),
  ]
}

function whyItDidNot(story: Story): readonly Reason[] {
  const hand = byHand(story)
  if (story.sentinels.length === 0)
    return [...hand, ...ownEnd(story), ...(hand.length > 0 ? [] : noSentinels(story)), ...wiped(story)]
  const {sdown, odown, attempts} = story.failover.details
  const isSdown = sdown.length > 0
  const isOdown = odown.length > 0
  return [
    ...hand,
    ...ownEnd(story),
    ...(isSdown ? countedDown(story) : notCountedDown(story)),
    ...falseAlarm(story),
    ...sentinelsCameLate(story),
    ...(isOdown ? quorumReached(story) : isSdown ? noQuorum(story) : []),
    ...(isOdown && attempts.length === 0 ? noAttempt(story) : failedAttempts(story, attempts)),
    ...delayed(story),
    ...cameBack(story),
    ...wiped(story),
    ...authChanged(story),
    ...tilt(story),
  ]
}
