import {stateAfter, type TimelineEntry} from '../../entry.ts'
import type {Reason, Story} from '../../explain/story.ts'
import {joinNames} from '../../join-names.ts'
import {joinNodes} from './failing.ts'

/** Why a master was not marked as failed. */
export function notFailing(story: Story): readonly Reason[] {
  const {oldMaster, masterName, masters, downBefore, cause} = story.incident
  const {plan} = story.context
  const {pfail = [], votesNeeded = 0} = story.failover.details.cluster ?? {}
  if (cause?.fault !== undefined && !cause.fault.instances.includes(oldMaster) && pfail.length === 0)
    return [
      {
        text: `The master of ${masterName} was not touched: ${oldMaster} goes on, so there is no reason for a failover.`,
        evidence: story.cause,
      },
    ]
  const wasHit = ({fault}: TimelineEntry, name: string) =>
    fault !== undefined && stateAfter(fault) === 'down' && fault.instances.includes(name)
  const gone = masters.filter(
    (name) => downBefore.has(name) || story.incident.evidence.some((entry) => wasHit(entry, name)),
  )
  const left = masters.filter((name) => !gone.includes(name))
  if (left.length < votesNeeded)
    return [
      {
        text: `Only ${left.length === 0 ? 'nobody' : joinNames(left)} of the ${masters.length} masters ${left.length > 1 ? 'were' : 'was'} left: ${votesNeeded} of them must agree that ${oldMaster} is down (FAIL), and then vote. A minority does neither.`,
        evidence: story.downEvidence(gone),
      },
    ]
  return [
    {
      text:
        pfail.length === 0
          ? `Nobody counts ${oldMaster} as down: it must not answer for cluster-node-timeout (${plan.settings.downAfterMs} ms).`
          : `${joinNodes(story, pfail)} could not reach ${oldMaster} (PFAIL), and no majority of the masters did not: ${votesNeeded} must agree.`,
      evidence: [...story.cause, ...story.ofKind('probe-pfail', 'node-possibly-failing')],
    },
  ]
}
