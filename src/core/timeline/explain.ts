import {whyNotTakenOver, whyTakenOver} from './cluster/explain.ts'
import {authChanged} from './explain/auth-changed.ts'
import {byHand} from './explain/by-hand.ts'
import {cameBack} from './explain/came-back.ts'
import {chosen} from './explain/chosen.ts'
import {countedDown} from './explain/counted-down.ts'
import {delayed} from './explain/delayed.ts'
import {elected} from './explain/elected.ts'
import {failedAttempts} from './explain/failed-attempts.ts'
import {falseAlarm} from './explain/false-alarm.ts'
import {givenBack, isGivenBack} from './explain/given-back.ts'
import {handedOver} from './explain/hand-over.ts'
import {noAttempt} from './explain/no-attempt.ts'
import {noQuorum} from './explain/no-quorum.ts'
import {noSentinels} from './explain/no-sentinels.ts'
import {notCountedDown} from './explain/not-counted-down.ts'
import {oldMasterReturn} from './explain/old-master-return.ts'
import {ownEnd} from './explain/own-end.ts'
import {quorumReached} from './explain/quorum-reached.ts'
import {requested} from './explain/requested.ts'
import {sentinelsCameLate} from './explain/sentinels-away.ts'
import {type ExplainContext, type Reason, Story} from './explain/story.ts'
import {summarise} from './explain/summary.ts'
import {tilt} from './explain/tilt.ts'
import {twoMasters} from './explain/two-masters.ts'
import {isBlind, unreadLogs} from './explain/unread-logs.ts'
import {wiped} from './explain/wiped.ts'
import type {Incident} from './incident.ts'
import {type Failover, measureFailover} from './phases.ts'

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
