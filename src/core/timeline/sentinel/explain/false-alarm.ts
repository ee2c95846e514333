import type {Reason, Story} from '../../explaining/facts.ts'

/** Shorter than that, and a busy machine alone makes sentinels miss a master. */
const shortMs = 1000

/** A master that counted as down, with nothing done to it that is known of and no line of an end: it ran. */
export function falseAlarm(story: Story): readonly Reason[] {
  const {incident, failover} = story
  const {cause, oldMaster, evidence, at, onset, values, masterName} = incident
  const [first] = failover.details.sdown
  if (cause !== null || onset !== 'latest' || first === undefined) return []
  const own = evidence.filter(({instance, source}) => instance === oldMaster && source === 'log')
  const after = own.find((entry) => entry.at - at > first.ms)
  // An instance that starts again had ended.
  if (after === undefined || own.some(({kind}) => kind === 'starting')) return []
  const downAfterMs = values.ofSentinel(first.sentinel, masterName, 'down-after-milliseconds', at + first.ms)
  const isShort = downAfterMs !== null && downAfterMs < shortMs
  return [
    {
      text: `A false alarm, as it looks: ${oldMaster} did not end, its log goes on. It was frozen, cut off, or too slow to answer${isShort ? `; down-after-milliseconds (${downAfterMs} ms) is short for a busy machine` : ''}.`,
      evidence: [after],
    },
  ]
}
