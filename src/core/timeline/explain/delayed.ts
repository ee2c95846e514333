import {formatDuration} from '../../duration.ts'
import type {Reason, Story} from './story.ts'

/** Why it takes so long until the next try. */
export function delayed(story: Story): readonly Reason[] {
  const delays = story.ofKind('next-failover-delayed')
  const last = delays.at(-1)
  if (last === undefined) return []
  const {failoverTimeoutMs} = story.context.plan.settings
  return [
    {
      text: `Next failover delay: a new try begins ${formatDuration(2 * failoverTimeoutMs)} after the one before at the earliest, which is twice failover-timeout (${failoverTimeoutMs} ms).`,
      evidence: [last],
    },
  ]
}
