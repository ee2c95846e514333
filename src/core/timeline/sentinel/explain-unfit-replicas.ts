import {formatDuration} from '../../time/duration.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {Reason, ReplicaFacts} from '../explaining/facts.ts'
import type {Attempt} from '../failover.ts'
import {priorityAt} from './choice.ts'
import type {SentinelFacts} from './facts.ts'

/** Longer than that without an answer, and a replica is not chosen: five ping periods (sentinel.c, sentinelSelectSlave). */
const longestSilenceMs = 5000
/** What a sentinel says of a replica was true so long ago, too. */
const freshMs = 1000

/** Each replica with the condition that it failed at the moment of an attempt. The abort itself names none. */
export function unfitReplicas(
  facts: SentinelFacts,
  attempt: Attempt,
  aborts: readonly TimelineEntry[],
): readonly Reason[] {
  const {masterName, oldMaster} = facts.incident
  const replicas = facts.context.plan.instances.filter(
    ({masterName: group, name}) => group === masterName && name !== oldMaster,
  )
  if (replicas.length === 0) return [{text: `${oldMaster} has no replica.`, evidence: aborts}]
  return replicas.map(({name}) => judgeReplica(facts, {name, attempt, aborts}))
}

interface Judged {
  readonly name: string
  readonly attempt: Attempt
  readonly aborts: readonly TimelineEntry[]
}

function judgeReplica(facts: SentinelFacts, judged: Judged): Reason {
  const {name, attempt, aborts} = judged
  const {incident, context} = facts
  const at = incident.at + (attempt.endedMs ?? 0)
  const leader = attempt.leader ?? ''
  if (priorityAt({name, leader, at}, incident, context) === 0)
    return {
      text: `${name} has replica-priority 0: it is never promoted.`,
      evidence: [...prioritySet(facts, name), ...aborts],
    }
  if (facts.faultsOn(name, 0, at - incident.at).length > 0 || wasDownBefore(facts, name))
    return {text: `${name} is down itself.`, evidence: [...facts.downEvidence([name]), ...aborts]}
  const sdown = countedDownBy(facts, judged, at)
  if (sdown !== undefined)
    return {
      text: `${name} counted as down too: ${leader} had no valid answer from it.`,
      evidence: [sdown, ...aborts],
    }
  const parted = partedForTooLong(facts, judged, at)
  if (parted !== undefined) return parted
  const held = context.replicas?.find((replica) => replica.name === name)
  const problem = held === undefined || (context.askedAt ?? 0) - at > freshMs ? undefined : findProblem(held)
  if (problem !== undefined) return {text: `${name} ${problem}.`, evidence: aborts}
  return {
    text: `${name}: the logs do not say which condition it failed. It must not be down or disconnected, must have answered PING and INFO within ${longestSilenceMs} ms, and must not have lost its master long before the sentinel did.`,
    evidence: aborts,
  }
}

/** Ended or frozen before; one that is cut off is judged by what the leader says of it. */
function wasDownBefore({incident, gone}: SentinelFacts, name: string): boolean {
  const before = incident.downBefore.get(name)
  return gone.has(name) && (incident.taken.has(name) || before?.fault?.links === undefined)
}

/** The line by which the leader counts a replica as down at that moment. */
function countedDownBy(
  {incident, context}: SentinelFacts,
  {name, attempt}: Judged,
  at: number,
): TimelineEntry | undefined {
  const own = incident.evidence.filter(
    ({kind, instance, fields, at: time}) =>
      (kind === '+sdown' || kind === '-sdown') &&
      instance === attempt.leader &&
      fields['subject'] === 'replica' &&
      time <= at &&
      context.names.ofAddress(fields['ip'], fields['port']) === name,
  )
  const last = own.at(-1)
  return last?.kind === '+sdown' ? last : undefined
}

/**
 * A replica may have been without its master for as long as the sentinel has counted that as down, and ten times
 * down-after (sentinel.c, sentinelSelectSlave).
 */
function partedForTooLong(
  {incident}: SentinelFacts,
  {name, attempt, aborts}: Judged,
  at: number,
): Reason | undefined {
  const {linksLostBefore, evidence, values, masterName, oldMaster} = incident
  const lost =
    linksLostBefore.get(name) ??
    evidence.find(({kind, instance}) => kind === 'link-lost' && instance === name)
  const leader = attempt.leader ?? ''
  const sdown = evidence.findLast(
    ({kind, instance, fields, at: time}) =>
      kind === '+sdown' && instance === leader && fields['subject'] === 'master' && time <= at,
  )
  const downAfterMs = values.ofSentinel(leader, masterName, 'down-after-milliseconds', at)
  if (lost === undefined || sdown === undefined || downAfterMs === null) return undefined
  const partedMs = at - lost.at
  const countedMs = at - sdown.at
  if (partedMs <= countedMs + 10 * downAfterMs) return undefined
  return {
    text: `${name} had been without its master for ${formatDuration(partedMs)}; allowed are ten times down-after (${10 * downAfterMs} ms) and the ${formatDuration(countedMs)} for which ${leader} had counted ${oldMaster} as down.`,
    evidence: [lost, sdown, ...aborts],
  }
}

/** That it was changed while it ran; what it was started with is in no log. */
function prioritySet({incident}: SentinelFacts, name: string): readonly TimelineEntry[] {
  return incident.evidence.filter(
    ({fault}) =>
      fault?.instances.includes(name) &&
      fault.directives?.some((directive) => /^(replica|slave)-priority$/.test(directive.name)),
  )
}

/** Which of the conditions of sentinelSelectSlave a replica fails, in numbers. */
function findProblem({flags, lastPongMs, infoAgeMs}: ReplicaFacts): string | undefined {
  if (flags.includes('s_down') || flags.includes('o_down')) return 'counts as down'
  if (flags.includes('disconnected')) return 'is not connected to the sentinel'
  if (lastPongMs > longestSilenceMs)
    return `answered its last PING ${formatDuration(lastPongMs)} ago; ${longestSilenceMs} ms are allowed`
  if (infoAgeMs > longestSilenceMs)
    return `answered its last INFO ${formatDuration(infoAgeMs)} ago; ${longestSilenceMs} ms are allowed`
  return undefined
}
