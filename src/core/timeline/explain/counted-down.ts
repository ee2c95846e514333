import {joinNames} from '../entry.ts'
import type {Reason, Story} from './story.ts'

/** Which sentinels counted the master as down: sdown. */
export function countedDown(story: Story): readonly Reason[] {
  const {sdown} = story.failover.details
  const [first] = sdown
  if (first === undefined) return []
  const {downAfterMs} = story.context.plan.settings
  const evidence = story.ofMaster('+sdown')
  const who = joinNames(sdown.map(({sentinel}) => sentinel))
  return [
    {
      text: `${who} heard nothing from ${story.incident.oldMaster} for down-after-milliseconds (${downAfterMs} ms) and ${sdown.length === 1 ? 'counts' : 'count'} it as down, the first after ${first.ms} ms.`,
      evidence,
    },
  ]
}
