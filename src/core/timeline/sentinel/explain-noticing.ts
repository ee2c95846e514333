import {joinNames} from '../../text/join-names.ts'
import {formatAddress} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {IncidentFacts, Reason} from '../explaining/facts.ts'
import type {SeenBy} from '../failover.ts'
import {endingEvents} from '../incidents/events.ts'
import {maybeSentinel} from './events.ts'
import type {SentinelFacts} from './facts.ts'

/** Somebody asked for it. */
export function requested(facts: SentinelFacts): readonly Reason[] {
  const evidence = facts.ofKind('failover-by-request')
  const [first] = evidence
  if (first === undefined) return []
  const text = `${first.instance} was asked to fail over (SENTINEL FAILOVER): that needs no agreement and no votes.`
  return [{text, evidence}]
}

/** A client that is not a sentinel gave instances other roles: FAILOVER, REPLICAOF NO ONE, REPLICAOF of the master. */
export function byHand(facts: IncidentFacts): readonly Reason[] {
  const {context} = facts
  const {oldMaster, newMaster} = facts.failover
  const isByClient = ({fields}: TimelineEntry) => !maybeSentinel(fields, facts.sentinels.length > 0)
  const asked = facts.ofKind(
    'failover-requested',
    'failover-target-synced',
    'failover-forced',
    'failover-aborted',
  )
  const promoted = facts.linesOf(newMaster, 'master-mode-enabled').filter(isByClient)
  const demoted = facts.linesOf(oldMaster, 'replicaof-enabled').filter(isByClient)
  const reasons: Reason[] = []
  const [request] = asked
  if (request !== undefined) {
    const forced = asked.some(({kind}) => kind === 'failover-forced')
    const aborted = asked.find(({kind}) => kind === 'failover-aborted')
    const end =
      aborted === undefined
        ? forced
          ? 'its replica did not catch up in time and took over all the same (FORCE): it may lack writes'
          : 'it takes no writes until its replica has all of them, so none is lost'
        : `that was given up (${aborted.fields['reason']})`
    reasons.push({text: `${request.instance} was asked to hand over (FAILOVER): ${end}.`, evidence: asked})
  }
  if (promoted.length > 0)
    reasons.push({
      text: `${newMaster} was made a master by a client (REPLICAOF NO ONE), not by a sentinel.`,
      evidence: promoted,
    })
  if (demoted.length > 0 && newMaster !== oldMaster) {
    const [first] = demoted
    const address = {host: String(first?.fields['host']), port: Number(first?.fields['port'])}
    const upstream = context.names.ofAddress(address.host, address.port)
    const name =
      upstream === formatAddress(address) ? `${upstream}, which is not part of this deployment` : upstream
    reasons.push({
      text: `${oldMaster} was made a replica of ${name} (REPLICAOF)${newMaster === null ? ': since then there is no master, and nothing takes writes' : ''}.`,
      evidence: demoted,
    })
  }
  return reasons
}

/** A later count than this has a reason; a timer of Sentinel ticks every 100 ms. */
const usualDelayMs = 250
/** How long a sentinel waits before it opens a connection again (sentinel.c, sentinelReconnectInstance), and two ticks. */
const reconnectPeriodMs = 1000 + 2 * 100

/** Which sentinels counted the master as down: sdown. */
export function countedDown(facts: SentinelFacts): readonly Reason[] {
  const {incident, failover} = facts
  const {sdown, isOnsetKnown} = failover.details
  const [first] = sdown
  if (first === undefined) return []
  const evidence = facts.ofMaster('+sdown')
  const who = joinNames(sdown.map(({sentinel}) => sentinel))
  const since = isOnsetKnown ? `, the first after ${first.ms} ms` : ''
  return [
    {
      text: `${who} had no valid answer from ${incident.oldMaster} for down-after-milliseconds${howLong(facts, sdown)} and ${sdown.length === 1 ? 'counts' : 'count'} it as down${since}.`,
      evidence,
    },
    ...(isOnsetKnown ? whyLate(facts, first, evidence) : [unknownOnset(facts, first, evidence)]),
  ]
}

/** ` (1500 ms)`, or ` (500 ms, s1 1500 ms)` where they differ; nothing where it is not known. */
function howLong({incident}: SentinelFacts, seen: readonly SeenBy[]): string {
  const {values, masterName, at} = incident
  const times = seen.map(({sentinel, ms}) => ({
    sentinel,
    time: values.ofSentinel(sentinel, masterName, 'down-after-milliseconds', at + ms),
  }))
  if (times.some(({time}) => time === null)) return ''
  const different = new Set(times.map(({time}) => time))
  if (different.size === 1) return ` (${times[0]?.time} ms)`
  return ` (${times.map(({sentinel, time}) => `${sentinel} ${time} ms`).join(', ')})`
}

function unknownOnset(facts: SentinelFacts, {sentinel, ms}: SeenBy, evidence: Reason['evidence']): Reason {
  const {oldMaster} = facts.incident
  return {
    text: `No log says when ${oldMaster} stopped answering: at the latest ${ms} ms before ${sentinel} counted it as down. Times are counted from there.`,
    evidence: evidence.slice(0, 1),
  }
}

/** Of a process that ended the connections are closed at once, and a sentinel counts from when it tries to open one again. */
function whyLate(
  facts: SentinelFacts,
  {sentinel, ms}: SeenBy,
  evidence: Reason['evidence'],
): readonly Reason[] {
  const {values, masterName, at, cause, oldMaster, evidence: all} = facts.incident
  const downAfterMs = values.ofSentinel(sentinel, masterName, 'down-after-milliseconds', at + ms)
  const fault = cause?.fault?.fault
  const hasEnded = fault === 'kill' || fault === 'stop' || all.some((entry) => isEndOf(entry, oldMaster))
  if (downAfterMs === null || !hasEnded) return []
  const lateMs = ms - downAfterMs
  if (lateMs < usualDelayMs || lateMs > reconnectPeriodMs) return []
  const text = `The other ${lateMs} ms passed before the count began: it starts when a sentinel tries to reach the master again, which it does once a second at most.`
  return [{text, evidence}]
}

function isEndOf({kind, instance}: TimelineEntry, master: string): boolean {
  return instance === master && endingEvents.has(kind)
}

/** Shorter than that, and a busy machine alone makes sentinels miss a master. */
const shortMs = 1000

/** A master that counted as down, with nothing done to it that is known of and no line of an end: it ran. */
export function falseAlarm(facts: SentinelFacts): readonly Reason[] {
  const {incident, failover} = facts
  const {cause, oldMaster, evidence, at, onset, values, masterName} = incident
  const [first] = failover.details.sdown
  if (cause !== null || onset !== 'latest' || first === undefined) return []
  const own = evidence.filter(({instance, source}) => instance === oldMaster && source === 'log')
  const after = own.find((entry) => entry.at - at > first.ms)
  // An instance that starts again had ended.
  if (after === undefined || own.some(({kind}) => kind === 'starting')) return []
  const downAfterMs = values.ofSentinel(first.sentinel, masterName, 'down-after-milliseconds', at + first.ms)
  const isShort = downAfterMs !== null && downAfterMs < shortMs
  const text = `Probably a false alarm: ${oldMaster} did not end, its log goes on. It was frozen, cut off, or too slow to answer${isShort ? `; down-after-milliseconds (${downAfterMs} ms) is short for a busy machine` : ''}.`
  return [{text, evidence: [after]}]
}

/** Enough sentinels agreed: odown. */
export function quorumReached(facts: SentinelFacts): readonly Reason[] {
  const evidence = facts.ofKind('+odown')
  const [first] = facts.failover.details.odown
  if (first === undefined) return []
  const text = `${first.votes} sentinel${first.votes === 1 ? '' : 's'} agreed, and the quorum is ${first.quorum}: ${first.sentinel} took it as objectively down after ${first.ms} ms.`
  return [{text, evidence: evidence.slice(0, 1)}]
}

/** Sentinels that did not trust their own view. */
export function tilt(facts: SentinelFacts): readonly Reason[] {
  const entered = facts.ofKind('+tilt')
  const names = [...new Set(entered.flatMap(({instance}) => instance ?? []))]
  if (names.length === 0) return []
  const left = facts.ofKind('-tilt')
  const over = names.every((name) => left.some(({instance}) => instance === name))
  const text = `${joinNames(names)} went into TILT: a sentinel that was frozen, or whose clock jumped, for more than 2 s does not trust its own view. For 30 s it only watches${over ? ' (that is over)' : ''}: it counts no instance as down and carries out no failover, though it votes when it is asked.`
  return [{text, evidence: [...entered, ...left]}]
}

const authOptions: ReadonlySet<string> = new Set(['auth-pass', 'auth-user'])

/** Sentinels whose password was changed before they counted instances as down: an error reply is no valid answer. */
export function authChanged(facts: SentinelFacts): readonly Reason[] {
  const changes = [...facts.incident.settingsBefore, ...facts.ofKind('+set')].filter(({fields}) =>
    authOptions.has(String(fields['option'])),
  )
  const down = [...facts.incident.sdownBefore, ...facts.ofKind('+sdown')]
  const blind = changes.filter(({instance, at}) =>
    down.some((one) => one.instance === instance && one.at >= at),
  )
  if (blind.length === 0) return []
  const names = joinNames([...new Set(blind.map(({instance}) => instance ?? ''))])
  const seen = new Set(blind.map(({instance}) => instance))
  const text = `The password that ${names} logs in with was changed (SENTINEL SET auth-pass) before ${names} counted instances as down. An instance that refuses it with NOAUTH or WRONGPASS runs, and counts as silent all the same: compare auth-pass with requirepass.`
  return [{text, evidence: [...blind, ...down.filter(({instance}) => seen.has(instance))]}]
}
