import {joinNames} from '../../text/join-names.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import {describeUnread} from '../entries/unread-log.ts'
import {endingEvents} from '../incidents/events.ts'
import {isMute} from '../measuring/presence.ts'
import type {IncidentFacts, Reason} from './facts.ts'

/** How a master ended that redislab did nothing to: by its own log, else by those of its replicas. */
export function ownEnd(facts: IncidentFacts): readonly Reason[] {
  const {cause, oldMaster, evidence, onset} = facts.incident
  if (cause !== null) return []
  const own = evidence.filter(({instance, kind}) => instance === oldMaster && endingEvents.has(kind))
  if (own.length > 0) return [{text: `${oldMaster} ${howItEnded(own)}.`, evidence: own}]
  if (onset !== 'sign') return []
  const lost = evidence.filter(({kind, instance}) => kind.startsWith('link-') && instance !== oldMaster)
  const [first] = lost
  if (first === undefined || first.at > facts.incident.at) return []
  const names = joinNames([...new Set(lost.map(({instance}) => instance ?? ''))])
  const text = `The connection of ${names} to ${oldMaster} broke, which is when ${oldMaster} ended or was cut off. Its own log says nothing of an end, as after SIGKILL.`
  return [{text, evidence: lost}]
}

function howItEnded(own: readonly TimelineEntry[]): string {
  const of = (kind: string) => own.find((entry) => entry.kind === kind)
  const crash = of('crashed')
  if (crash !== undefined) return `crashed (signal ${crash.fields['signal']})`
  if (of('out-of-memory') !== undefined) return 'ran out of memory and ended'
  const signal = of('signal-received')
  if (signal !== undefined) return `was asked to end by ${signal.fields['signal']}`
  return of('shutdown-requested') === undefined ? 'ended' : 'was asked to shut down'
}

/** What is missing in an explanation because logs could not be read, or begin after what it is about. */
export function unreadLogs({context, incident}: IncidentFacts): readonly Reason[] {
  const {plan, unread = [], unlinked = new Set<string>()} = context
  const evidence = incident.evidence.slice(0, 1)
  const late = plan.instances
    .map(({name}) => name)
    .filter((name) => !unread.some(({instance}) => instance === name) && isMute(name, incident, context))
  // An incident is told by the clocks of those that saw it.
  const tellers = new Set(incident.evidence.map(({instance}) => instance))
  const isUnlinked = (name: string) =>
    unlinked.has(name) || [...tellers].some((teller) => teller !== null && unlinked.has(teller ?? ''))
  const apart = late.filter(isUnlinked)
  const after = late.filter((name) => !apart.includes(name))
  const texts = [
    ...(unread.length === 0 ? [] : [`${describeUnread(unread)} What they hold is not part of this.`]),
    ...(after.length === 0 ? [] : [describeLate(after)]),
    ...(apart.length === 0 ? [] : [describeUnlinked(apart)]),
  ]
  return texts.map((text) => ({text, evidence}))
}

function describeUnlinked(apart: readonly string[]): string {
  const whose = apart.length === 1 ? `the clock of ${apart[0]}` : `the clocks of ${joinNames(apart)}`
  return `No line links ${whose} to the others, so whether ${apart.length === 1 ? 'its log tells' : 'their logs tell'} of that time is not known. --zone says how far a clock is off: see redislab open --help.`
}

function describeLate(late: readonly string[]): string {
  return late.length === 1
    ? `The log of ${late[0]} begins after that, and says nothing of it.`
    : `The logs of ${joinNames(late)} begin after that, and say nothing of it.`
}

/** Whether no log would have said that there was a failover: silence proves nothing then. */
export function isBlind({context, incident, sentinels}: IncidentFacts): boolean {
  const tellers = sentinels.length > 0 ? sentinels : incident.members
  return tellers.length > 0 && tellers.every((name) => isMute(name, incident, context))
}
