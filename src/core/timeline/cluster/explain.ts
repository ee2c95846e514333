import type {Reason, Story} from '../explaining/facts.ts'
import {oldMasterReturn} from '../explaining/old-master-return.ts'
import {ownEnd} from '../explaining/own-end.ts'
import {twoMasters} from '../explaining/two-masters.ts'
import {wiped} from '../explaining/wiped.ts'
import {answersAgain} from './explain/answers-again.ts'
import {lostElection, wonElection} from './explain/elected.ts'
import {foundFailing} from './explain/failing.ts'
import {noCandidate} from './explain/no-candidate.ts'
import {notFailing} from './explain/not-failing.ts'
import {askedFor} from './explain/requested.ts'
import {allStopped, cutOffStopped} from './explain/stopped.ts'
import {tookSlots} from './explain/took-slots.ts'

/** Why a replica of a shard took over. */
export function whyTakenOver(story: Story): readonly Reason[] {
  return [
    ...askedFor(story),
    ...ownEnd(story),
    ...foundFailing(story),
    ...wonElection(story),
    ...tookSlots(story),
    ...allStopped(story),
    ...cutOffStopped(story),
    ...twoMasters(story),
    ...oldMasterReturn(story),
    ...wiped(story),
  ]
}

/** Why none did. */
export function whyNotTakenOver(story: Story): readonly Reason[] {
  const isFail = story.failover.phases.odownMs !== null
  return [
    ...askedFor(story),
    ...ownEnd(story),
    ...(isFail ? [...foundFailing(story), ...noCandidate(story)] : notFailing(story)),
    ...story.failover.details.attempts.flatMap((attempt) => lostElection(story, attempt)),
    ...allStopped(story),
    ...answersAgain(story),
    ...wiped(story),
  ]
}
