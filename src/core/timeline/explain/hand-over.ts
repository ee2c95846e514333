import {howResynced, syncEvidence} from './resync.ts'
import type {Reason, Story} from './story.ts'

/** When the new master was one, when clients were told, and how the other replicas came over. */
export function handedOver(story: Story): readonly Reason[] {
  const {oldMaster, newMaster, phases, details} = story.failover
  const {promotedMs, agreedMs} = phases
  const reasons: Reason[] = []
  if (promotedMs !== null)
    reasons.push({
      text: `${newMaster} became a master after ${promotedMs} ms${agreedMs === null ? '' : `, and every sentinel that runs named it to clients after ${agreedMs} ms: until one does, they are sent to ${oldMaster}`}.`,
      evidence: [
        ...story.ofKind('master-mode-enabled').filter(({instance}) => instance === newMaster),
        ...story.ofKind('+switch-master'),
      ],
    })
  for (const {instance, ms, resync} of details.reattached)
    reasons.push({
      text: `${instance} ${howResynced[resync]} and was known to be in step after ${ms} ms.`,
      evidence: syncEvidence(story, instance),
    })
  return reasons
}
