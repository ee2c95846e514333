import {oldMasterReturn, twoMasters, wiped} from '../explaining/aftermath.ts'
import type {Reason} from '../explaining/facts.ts'
import {ownEnd} from '../explaining/noticing.ts'
import {allStopped, answersAgain, cutOffStopped, tookSlots} from './explain-aftermath.ts'
import {lostElection, noCandidate, wonElection} from './explain-election.ts'
import {askedFor, foundFailing, notFailing} from './explain-noticing.ts'
import type {ClusterFacts} from './facts.ts'

/** Why a replica of a shard took over. */
export function whyShardFailedOver(facts: ClusterFacts): readonly Reason[] {
  return [
    ...askedFor(facts),
    ...ownEnd(facts),
    ...foundFailing(facts),
    ...wonElection(facts),
    ...tookSlots(facts),
    ...allStopped(facts),
    ...cutOffStopped(facts),
    ...twoMasters(facts),
    ...oldMasterReturn(facts),
    ...wiped(facts),
  ]
}

/** Why none did. */
export function whyShardDidNot(facts: ClusterFacts): readonly Reason[] {
  const isFail = facts.failover.phases.odownMs !== null
  return [
    ...askedFor(facts),
    ...ownEnd(facts),
    ...(isFail ? [...foundFailing(facts), ...noCandidate(facts)] : notFailing(facts)),
    ...facts.failover.details.attempts.flatMap((attempt) => lostElection(facts, attempt)),
    ...allStopped(facts),
    ...answersAgain(facts),
    ...wiped(facts),
  ]
}
