import {formatDuration} from '../../time/duration.ts'
import type {Reason, Story} from './facts.ts'
import {howResynced, syncEvidence} from './resync.ts'

/** What the old master lost by coming back as a replica. */
export function oldMasterReturn(story: Story): readonly Reason[] {
  const {oldMasterReturn, reattached} = story.failover.details
  if (oldMasterReturn === null || reattached.some(({instance}) => instance === oldMasterReturn.instance))
    return []
  const {instance, ms, resync} = oldMasterReturn
  return [
    {
      text: `The old master ${instance} came back as a replica after ${formatDuration(ms)}: it ${howResynced[resync]}${resync === 'full' ? ', so writes that only it had are gone' : ''}.`,
      evidence: [...story.ofKind('+convert-to-slave'), ...syncEvidence(story, instance)],
    },
  ]
}
