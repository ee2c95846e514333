import {formatDuration} from '../../time/duration.ts'
import type {Reason, Story} from './facts.ts'

/** The old master was back and took writes before a sentinel made it a replica. */
export function twoMasters(story: Story): readonly Reason[] {
  const {oldMaster, newMaster} = story.failover
  const own = story.ofKind('probe-writable', 'probe-refused').filter(({instance}) => instance === oldMaster)
  const begins = own.findIndex(({kind}) => kind === 'probe-writable')
  const [first, last] = own.slice(begins)
  if (begins < 0 || first === undefined) return []
  const howLong = last === undefined ? '' : ` for ${formatDuration(last.at - first.at)}`
  return [
    {
      text: `When ${oldMaster} was back it took writes beside ${newMaster}${howLong}: there were two masters, and what was written to ${oldMaster} is not kept.`,
      evidence: [first, ...(last === undefined ? [] : [last])],
    },
  ]
}
