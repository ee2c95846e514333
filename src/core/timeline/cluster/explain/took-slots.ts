import type {Reason, Story} from '../../explaining/facts.ts'
import {howResynced, syncEvidence} from '../../explaining/resync.ts'

/** When the new master had the slots, when everybody knew, and how the other replicas came over. */
export function tookSlots(story: Story): readonly Reason[] {
  const {newMaster, oldMaster, phases, details} = story.failover
  const {promotedMs, agreedMs} = phases
  const reasons: Reason[] = []
  if (promotedMs !== null) {
    const known = agreedMs === null ? '' : `, and every node that runs knew after ${agreedMs} ms`
    reasons.push({
      text: `${newMaster} took the slots of ${oldMaster} over after ${promotedMs} ms${known}.`,
      evidence: story.ofKind('election-won', 'takeover', 'config-epoch-set', 'probe-agrees'),
    })
  }
  for (const {instance, ms, resync} of details.reattached)
    reasons.push({
      text: `${instance} ${howResynced[resync]} and was in step after ${ms} ms.`,
      evidence: [
        ...story.ofKind('cluster-demoted').filter((entry) => entry.instance === instance),
        ...syncEvidence(story, instance),
      ],
    })
  return reasons
}
