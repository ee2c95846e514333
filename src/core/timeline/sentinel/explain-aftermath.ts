import {joinNames} from '../../text/join-names.ts'
import {formatDuration} from '../../time/duration.ts'
import {howResynced, syncEvidence} from '../explaining/aftermath.ts'
import type {Reason} from '../explaining/facts.ts'
import type {SentinelFacts} from './facts.ts'

/** When the new master became one, when clients were sent to it, and how the other replicas came over. */
export function handedOver(facts: SentinelFacts): readonly Reason[] {
  const {newMaster, phases, details} = facts.failover
  const {promotedMs} = phases
  const reasons: Reason[] = []
  if (promotedMs !== null)
    reasons.push({
      text: `${newMaster} became a master after ${promotedMs} ms${whenNamed(facts)}.`,
      evidence: [
        ...facts.linesOf(newMaster, 'master-mode-enabled', 'master-mode-by-failover'),
        ...namingEvidence(facts),
      ],
    })
  for (const {instance, ms, resync} of details.reattached)
    reasons.push({
      text: `${instance} ${howResynced[resync]} and was known to be in step after ${ms} ms.`,
      evidence: syncEvidence(facts, instance),
    })
  return reasons
}

/** From when on sentinels sent clients to the new master, and which of them did not. */
function whenNamed(facts: SentinelFacts): string {
  const {oldMaster, phases, details} = facts.failover
  const {agreedMs} = phases
  if (agreedMs !== null)
    return `, and every sentinel that runs named it to clients after ${agreedMs} ms. A client that asks a sentinel before that is sent to ${oldMaster}`
  if (details.switched.length === 0 || details.behind.length === 0) return ''
  const {incident} = facts
  const behind = details.behind.map((name) => (incident.cutOff.has(name) ? `${name}, cut off,` : name))
  const named = joinNames(details.switched.map(({sentinel}) => sentinel))
  const verb = details.behind.length === 1 ? 'sends' : 'send'
  return `, which ${named} named to clients after ${Math.max(...details.switched.map(({ms}) => ms))} ms; ${joinNames(behind)} still ${verb} clients to ${oldMaster}`
}

/** Each sentinel's line from which on it names the new master: of the leader that is +promoted-slave. */
function namingEvidence(facts: SentinelFacts) {
  const {switched} = facts.failover.details
  return facts
    .ofKind('+switch-master', '+promoted-slave')
    .filter(({instance, at}) =>
      switched.some(({sentinel, ms}) => sentinel === instance && at - facts.incident.at === ms),
    )
}

/** The old master answers again. */
export function cameBack(facts: SentinelFacts): readonly Reason[] {
  const {oldMaster, at} = facts.incident
  const back = facts.ofMaster('-sdown')
  const [first] = back
  if (first === undefined) return []
  const text = `${oldMaster} answers again: ${first.instance} counted it as up ${formatDuration(first.at - at)} after the beginning.`
  return [{text, evidence: back}]
}
