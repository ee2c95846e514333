import {joinNames} from '../../../text/join-names.ts'
import {stateAfter, type TimelineEntry} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'
import {joinNodes, timeoutOf} from './failing.ts'

/** Why a master was not marked as failed. */
export function notFailing(story: Story): readonly Reason[] {
  const {oldMaster, masterName} = story.incident
  const {pfail = [], votesNeeded = 0} = story.failover.details.cluster ?? {}
  if (lacksMajority(story)) return [minority(story)]
  if (pfail.length === 0 && !wasTouched(story))
    return [
      {
        text: `The master of ${masterName} was not touched: ${oldMaster} goes on, so there is no reason for a failover.`,
        evidence: story.cause,
      },
    ]
  return [
    {
      text:
        pfail.length === 0
          ? `Nobody counts ${oldMaster} as down: it must not answer for cluster-node-timeout${timeoutOf(story)}.`
          : `${joinNodes(story, pfail)} could not reach ${oldMaster} (PFAIL), but too few masters did not for it to be FAIL: ${votesNeeded} must agree.`,
      evidence: [...story.cause, ...story.ofKind('probe-pfail', 'node-possibly-failing')],
    },
  ]
}

/** Whether so many masters were away that the others could not have agreed on anything. */
export function lacksMajority(story: Story): boolean {
  const {votesNeeded = 0} = story.failover.details.cluster ?? {}
  return story.incident.masters.length - mastersGone(story).length < votesNeeded
}

function minority(story: Story): Reason {
  const {oldMaster, masters} = story.incident
  const gone = mastersGone(story)
  const left = masters.filter((name) => !gone.includes(name))
  const {votesNeeded = 0} = story.failover.details.cluster ?? {}
  return {
    text: `Only ${left.length === 0 ? 'nobody' : joinNames(left)} of the ${masters.length} masters ${left.length > 1 ? 'were' : 'was'} left: ${votesNeeded} of them must agree that ${oldMaster} is down (FAIL), and then vote. A minority does neither.`,
    evidence: story.downEvidence(gone),
  }
}

/** Ended, frozen or cut off, before or in the story. */
export function mastersGone({incident, absent}: Story): readonly string[] {
  const wasHit = ({fault}: TimelineEntry, name: string) =>
    fault !== undefined && stateAfter(fault) === 'down' && fault.instances.includes(name)
  return incident.masters.filter(
    (name) =>
      incident.downBefore.has(name) ||
      absent.has(name) ||
      incident.evidence.some((entry) => wasHit(entry, name)),
  )
}

/** Of links that were cut, one end is as well off as before: the larger part of the cluster. */
function wasTouched(story: Story): boolean {
  const {oldMaster, cause} = story.incident
  if (cause?.fault === undefined) return true
  if (cause.fault.links !== undefined) return story.incident.cutOff.has(oldMaster)
  return cause.fault.instances.includes(oldMaster)
}
