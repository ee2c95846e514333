import {formatDuration} from '../../../time/duration.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** The old master answers again. */
export function cameBack(story: Story): readonly Reason[] {
  const back = story.ofMaster('-sdown')
  const [first] = back
  if (first === undefined) return []
  return [
    {
      text: `${story.incident.oldMaster} answers again: ${first.instance} counts it as up since ${formatDuration(first.at - story.incident.at)} after the beginning.`,
      evidence: back,
    },
  ]
}
