import {oldMasterReturn, twoMasters, wiped} from '../explaining/aftermath.ts'
import type {Reason} from '../explaining/facts.ts'
import {ownEnd} from '../explaining/noticing.ts'
import {cameBack, handedOver} from './explain-aftermath.ts'
import {chosen, delayed, elected, failedAttempts, noAttempt} from './explain-election.ts'
import {noQuorum, noSentinels, notCountedDown, sentinelsCameLate} from './explain-not-noticing.ts'
import {
  authChanged,
  byHand,
  countedDown,
  falseAlarm,
  quorumReached,
  requested,
  tilt,
} from './explain-noticing.ts'
import type {SentinelFacts} from './facts.ts'

/** Why a replica of a master group took over. */
export function whyGroupFailedOver(facts: SentinelFacts): readonly Reason[] {
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

/** Why none did. */
export function whyGroupDidNot(facts: SentinelFacts): readonly Reason[] {
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
