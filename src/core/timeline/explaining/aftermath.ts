import {joinNames} from '../../text/join-names.ts'
import {formatDuration} from '../../time/duration.ts'
import {isDisruption, type TimelineEntry} from '../entries/entry.ts'
import type {Incident} from '../incidents/incident.ts'
import {findSync} from '../measuring/reattachment.ts'
import type {IncidentFacts, Reason} from './facts.ts'

/** How a replica came to follow the new master, in words. */
export const howResynced = {
  partial: 'got only what it had missed (partial resync)',
  full: 'took a full copy (full resync)',
  none: 'followed already',
  unknown: 'follows the new master',
} as const

export function syncEvidence(facts: IncidentFacts, name: string): readonly TimelineEntry[] {
  const kinds = ['replicaof-enabled', 'partial-sync-succeeded', 'full-sync-begun', 'sync-finished']
  return facts.linesOf(name, ...kinds)
}

/** What the old master lost by coming back as a replica. */
export function oldMasterReturn(facts: IncidentFacts): readonly Reason[] {
  const {oldMasterReturn, reattached} = facts.failover.details
  if (oldMasterReturn === null || reattached.some(({instance}) => instance === oldMasterReturn.instance))
    return []
  const {instance, ms, resync} = oldMasterReturn
  const text = `The old master ${instance} came back as a replica after ${formatDuration(ms)}: it ${howResynced[resync]}${resync === 'full' ? ', so writes that only it had are gone' : ''}.`
  return [{text, evidence: [...facts.ofKind('+convert-to-slave'), ...syncEvidence(facts, instance)]}]
}

/** The old master was back and took writes before a sentinel made it a replica. That it took writes until it ended is no return. */
export function twoMasters(facts: IncidentFacts): readonly Reason[] {
  const {oldMaster, newMaster, phases} = facts.failover
  if (phases.promotedMs === null) return []
  const promotedAt = facts.incident.at + phases.promotedMs
  const own = facts.linesOf(oldMaster, 'probe-writable', 'probe-refused').filter(({at}) => at > promotedAt)
  const begins = own.findIndex(({kind}) => kind === 'probe-writable')
  const [first, last] = own.slice(begins)
  if (begins < 0 || first === undefined) return []
  const howLong = last === undefined ? '' : ` for ${formatDuration(last.at - first.at)}`
  const text = `When ${oldMaster} was back, it took writes as well as ${newMaster}${howLong}: there were two masters, and what was written to ${oldMaster} is lost.`
  return [{text, evidence: [first, ...(last === undefined ? [] : [last])]}]
}

/** A master that ended and came back without data is copied by its replicas, as long as it is the master. */
export function wiped(facts: IncidentFacts): readonly Reason[] {
  const {incident, failover} = facts
  const {evidence, at, members} = incident
  const master = failover.newMaster ?? incident.oldMaster
  const own = evidence.filter(({instance}) => instance === master)
  const started = own.findLast(({kind}) => kind === 'starting')
  if (started === undefined) return []
  const since = own.filter((entry) => entry.at >= started.at)
  const ready = since.find(({kind}) => kind === 'ready')
  const hasData = since.some(({kind}) => kind === 'data-loaded' || kind === 'sync-finished')
  if (ready === undefined || hasData) return []
  const copied = members.filter(
    (name) => name !== master && findSync(name, incident, started.at - at)?.resync === 'full',
  )
  const copies = ` ${joinNames(copied)} copied that (full resync), so what they held of ${master} before is gone from all of them.`
  const text = `${master} came back empty: it loaded nothing from disk.${copied.length === 0 ? '' : copies}`
  return [{text, evidence: [started, ready, ...copied.flatMap((name) => syncEvidence(facts, name))]}]
}

/** Whether an incident began with redislab giving something back: no failover is expected of that. */
export function isGivenBack({cause}: Incident): boolean {
  return cause?.fault !== undefined && !isDisruption(cause.fault)
}

/** Which replicas follow the master again, and how. */
export function givenBack(facts: IncidentFacts): readonly Reason[] {
  const {oldMaster, members} = facts.incident
  const back = members.flatMap((name) => {
    const sync = findSync(name, facts.incident, 0)
    return sync === undefined ? [] : [{name, ...sync}]
  })
  const states = facts.linesOf(oldMaster, 'cluster-state-changed')
  const serving = states.filter(({fields}) => fields['state'] === 'ok')
  const last = serving.at(-1)
  if (last !== undefined && back.length === 0) {
    const text = `${oldMaster} serves again after ${last.at - facts.incident.at} ms.`
    return [{text, evidence: [...facts.cause, ...serving]}]
  }
  if (back.length === 0)
    return [{text: `${oldMaster} keeps running: nothing had to change.`, evidence: facts.cause}]
  return back.map(({name, ms, resync}) => ({
    text: `${name} is a replica in step with its master after ${ms} ms: it ${howResynced[resync]}.`,
    evidence: [...facts.cause, ...syncEvidence(facts, name)],
  }))
}
