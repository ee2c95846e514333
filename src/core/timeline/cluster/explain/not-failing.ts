import type {Reason, Story} from '../../explain/story.ts'
import {joinNames} from '../../join-names.ts'
import {joinNodes} from './failing.ts'

/** Why a master was not marked as failed. */
export function notFailing(story: Story): readonly Reason[] {
  const {oldMaster, masterName, cause} = story.incident
  const {plan, down} = story.context
  const {pfail = [], votesNeeded = 0} = story.failover.details.cluster ?? {}
  if (cause?.fault !== undefined && !cause.fault.instances.includes(oldMaster) && pfail.length === 0)
    return [
      {
        text: `The master of ${masterName} was not touched: ${oldMaster} goes on, so there is no reason for a failover.`,
        evidence: story.cause,
      },
    ]
  const masters = plan.masters.map(({instance}) => instance)
  const gone = masters.filter((name) => down.has(name))
  if (masters.length - gone.length < votesNeeded)
    return [
      {
        text: `Only ${joinNames(masters.filter((name) => !down.has(name))) || 'nobody'} of the ${masters.length} masters ${masters.length - gone.length === 1 ? 'is' : 'are'} left: ${votesNeeded} of them must agree that ${oldMaster} is down (FAIL), and then vote. A minority does neither. What is left serves nothing after cluster-node-timeout (${plan.settings.downAfterMs} ms).`,
        evidence: [...story.downEvidence(gone), ...story.ofKind('cluster-state-changed')],
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
