import {formatDuration} from '../../../time/duration.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** Why it takes so long until the next try. */
export function delayed(story: Story): readonly Reason[] {
  const last = story.ofKind('next-failover-delayed').at(-1)
  if (last === undefined) return []
  const {values, masterName} = story.incident
  const timeoutMs = values.ofSentinel(last.instance ?? '', masterName, 'failover-timeout', last.at)
  const time =
    timeoutMs === null
      ? 'twice failover-timeout after the one before at the earliest'
      : `${formatDuration(2 * timeoutMs)} after the one before at the earliest, which is twice failover-timeout (${timeoutMs} ms)`
  return [{text: `Next failover delay: a new try begins ${time}.`, evidence: [last]}]
}
