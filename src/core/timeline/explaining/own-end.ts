import {joinNames} from '../../text/join-names.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import {lastWords} from '../incidents/events.ts'
import type {Reason, Story} from './facts.ts'

/** How a master ended that redislab did nothing to: by its own log, else by those of its replicas. */
export function ownEnd(story: Story): readonly Reason[] {
  const {cause, oldMaster, evidence, onset} = story.incident
  if (cause !== null) return []
  const own = evidence.filter(({instance, kind}) => instance === oldMaster && lastWords.has(kind))
  if (own.length > 0) return [{text: `${oldMaster} ${howItEnded(own)}.`, evidence: own}]
  if (onset !== 'sign') return []
  const lost = evidence.filter(({kind, instance}) => kind.startsWith('link-') && instance !== oldMaster)
  const [first] = lost
  if (first === undefined || first.at > story.incident.at) return []
  const names = joinNames([...new Set(lost.map(({instance}) => instance ?? ''))])
  return [
    {
      text: `The connection of ${names} to ${oldMaster} broke, which is when ${oldMaster} ended or was cut off. Its own log says nothing of an end, as after SIGKILL.`,
      evidence: lost,
    },
  ]
}

function howItEnded(own: readonly TimelineEntry[]): string {
  const of = (kind: string) => own.find((entry) => entry.kind === kind)
  const crash = of('crashed')
  if (crash !== undefined) return `crashed (signal ${crash.fields['signal']})`
  if (of('out-of-memory') !== undefined) return 'got no more memory from the system and ended'
  const signal = of('signal-received')
  if (signal !== undefined) return `was asked to end by ${signal.fields['signal']}`
  return of('shutdown-requested') === undefined ? 'ended' : 'was told to shut down'
}
