import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** Each once, in the order of the plan. */
export function joinNodes({context}: Story, nodes: readonly {readonly node: string}[]): string {
  const names = new Set(nodes.map(({node}) => node))
  return joinNames(context.plan.instances.map(({name}) => name).filter((name) => names.has(name)))
}

/** ` (1000 ms)`; nothing where it is not known. */
export function timeoutOf({failover}: Story): string {
  const {downAfterMs} = failover.details.inForce
  return downAfterMs === null ? '' : ` (${downAfterMs} ms)`
}

/** Who missed the master (PFAIL), and when a majority of the masters agreed (FAIL). */
export function foundFailing(story: Story): readonly Reason[] {
  const {details, phases} = story.failover
  const {oldMaster} = story.incident
  const {pfail = [], fail = [], votesNeeded = 0} = details.cluster ?? {}
  const reasons: Reason[] = []
  const [first] = pfail
  if (first !== undefined)
    reasons.push({
      text: `${joinNodes(story, pfail)} had no answer from ${oldMaster} for cluster-node-timeout${timeoutOf(story)} and ${pfail.length === 1 ? 'counts' : 'count'} it as possibly failing (PFAIL)${details.isOnsetKnown ? `, the first after ${first.ms} ms` : ''}.`,
      evidence: story.ofKind('probe-pfail', 'node-possibly-failing'),
    })
  const promotedMs = phases.promotedMs ?? Number.POSITIVE_INFINITY
  const marked = story.ofKind('node-failing').filter(({at}) => at - story.incident.at <= promotedMs)
  if (phases.odownMs !== null && fail.length > 0)
    reasons.push({
      text: `A majority of the masters (${votesNeeded}) agreed after ${phases.odownMs} ms: ${joinNodes(
        story,
        marked.map(({instance}) => ({node: instance ?? ''})),
      )} marked ${oldMaster} as failed (FAIL) and told everybody.`,
      evidence: [...marked, ...story.ofKind('node-failing-heard')],
    })
  return reasons
}
