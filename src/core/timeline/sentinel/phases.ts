import type {Attempt, Failover, InForce, MeasureContext, SeenBy, SentinelDetails} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {largest} from '../incidents/values-in-force.ts'
import {absentIn, goneIn, isMute, sentinelsOf} from '../measuring/presence.ts'
import {firstByInstance, measureTakeover} from '../measuring/takeover.ts'
import {explainChoice} from './choice.ts'
import {findAttempts} from './elections.ts'

/** Divides what followed from an incident into phases, by what sentinels say. */
export function measureBySentinels(incident: Incident, context: MeasureContext): Failover<SentinelDetails> {
  const attempts = findAttempts(incident, context)
  const success = attempts.find(({result}) => result === 'promoted')
  const elected = success ?? attempts.find(({electedMs}) => electedMs !== null)
  const leader = success?.leader ?? null
  const newMaster = findNewMaster(incident, context, success)
  const promotedMs = newMaster === null ? null : findPromotion(incident, newMaster)
  const sdown = firstOfMaster(incident, '+sdown', promotedMs).map(({instance, ms}) => ({
    sentinel: instance,
    ms,
  }))
  const odown = firstOfMaster(incident, '+odown', promotedMs).map(({instance, ms, entry: {fields}}) => ({
    sentinel: instance,
    ms,
    votes: Number(fields['votes']),
    quorum: Number(fields['quorum']),
  }))
  const {switched, behind, agreedMs, hasAgreed} = findAgreement(incident, context, {newMaster, leader})
  const takeover = measureTakeover(incident, context, {
    newMaster,
    phases: {
      sdownMs: sdown[0]?.ms ?? null,
      odownMs: odown[0]?.ms ?? null,
      electedMs: elected?.electedMs ?? null,
      promotedMs,
      agreedMs,
    },
    hasAgreed,
    leader,
  })
  const request = incident.evidence.find(({kind}) => kind === 'failover-by-request')
  return {
    ...takeover,
    details: {
      kind: 'sentinel',
      sdown,
      odown,
      attempts,
      choice:
        newMaster === null || success === undefined
          ? null
          : explainChoice(
              newMaster,
              {leader: leader ?? '', ms: success.selectedMs ?? promotedMs ?? 0},
              incident,
              context,
            ),
      switched,
      behind,
      inForce: inForceOf(incident, context, {sdown, odown, attempt: elected ?? attempts.at(-1)}),
      requestedAt: request?.instance ?? null,
      ...takeover.details,
    },
  }
}

/** Null where there is none, or where a sentinel that was cut off hears late of the master that there is already. */
function findNewMaster(
  incident: Incident,
  {names}: MeasureContext,
  success: Attempt | undefined,
): string | null {
  const {evidence, oldMaster} = incident
  // When the leader's own log is not there.
  const announced = evidence.find(({kind}) => kind === '+switch-master')?.fields
  // By a client that is not a sentinel.
  const byHand = evidence.find(
    ({kind, instance}) => kind.startsWith('master-mode-') && instance !== oldMaster,
  )
  const named =
    success?.selected ??
    (announced && names.ofAddress(announced['newIp'], announced['newPort'])) ??
    byHand?.instance ??
    findByProbe(incident)
  return named === oldMaster ? null : named
}

function findPromotion({evidence, at}: Incident, newMaster: string): number | null {
  const promoted =
    evidence.find(({kind, instance}) => kind.startsWith('master-mode-') && instance === newMaster) ??
    evidence.find(({kind}) => kind === '+promoted-slave')
  return promoted === undefined ? null : promoted.at - at
}

/** A sentinel that misses the old master after another one took over has caused nothing. */
function firstOfMaster(incident: Incident, event: string, promotedMs: number | null) {
  const own = incident.evidence.filter(({kind, fields}) => kind === event && fields['subject'] === 'master')
  return firstByInstance(own, incident).filter(({ms}) => promotedMs === null || ms <= promotedMs)
}

/**
 * When each sentinel began to tell clients the new address, and which of those that can be heard did not. The leader does
 * so from +promoted-slave on (sentinel.c, sentinelGetCurrentMasterAddress), although it says +switch-master only at the end.
 */
function findAgreement(
  incident: Incident,
  context: MeasureContext,
  {newMaster, leader}: {readonly newMaster: string | null; readonly leader: string | null},
) {
  if (newMaster === null) return {switched: [], behind: [], agreedMs: null, hasAgreed: false}
  const {names} = context
  const announcing = incident.evidence.filter(
    ({kind, instance, fields}) =>
      (kind === '+switch-master' && names.ofAddress(fields['newIp'], fields['newPort']) === newMaster) ||
      (kind === '+promoted-slave' && instance === leader),
  )
  const switched = firstByInstance(announcing, incident).map(({instance, ms}) => ({sentinel: instance, ms}))
  const haveSwitched = new Set(switched.map(({sentinel}) => sentinel))
  const gone = goneIn(incident, context)
  const absent = absentIn(incident, context)
  const running = sentinelsOf(context).filter((name) => !gone.has(name))
  const notSeen = running.filter((name) => !haveSwitched.has(name))
  const behind = notSeen.filter((name) => !isMute(name, incident, context))
  const haveAll = running.length > 0 && notSeen.length === 0
  return {
    switched,
    behind,
    agreedMs: haveAll ? Math.max(...switched.map(({ms}) => ms)) : null,
    hasAgreed: behind.every((name) => absent.has(name)),
  }
}

/**
 * The instance that took writes when the old master took none any more: it is the master, whatever logs say or do not
 * say. One that takes writes together with the old master need not be: an old master that comes back does, until it is
 * made a replica.
 */
function findByProbe({evidence, oldMaster}: Incident): string | null {
  const probes = evidence.filter(({source}) => source === 'probe')
  const index = probes.findIndex(({kind, instance}) => kind === 'probe-writable' && instance !== oldMaster)
  const lastOfOld = probes.slice(0, Math.max(0, index)).findLast(({instance}) => instance === oldMaster)
  return lastOfOld?.kind === 'probe-refused' ? (probes[index]?.instance ?? null) : null
}

interface Actors {
  readonly sdown: readonly SeenBy[]
  readonly odown: readonly SeenBy[]
  readonly attempt: Attempt | undefined
}

/** The settings that a failover of sentinels went by: of the sentinels that acted, at the moment when they did. */
function inForceOf(incident: Incident, context: MeasureContext, {sdown, odown, attempt}: Actors): InForce {
  const {values, masterName, at} = incident
  const sentinels = sentinelsOf(context)
  const last = Math.max(at, ...incident.evidence.map((entry) => entry.at))
  const of = (name: string, who: string | null | undefined, ms: number | undefined) =>
    who == null
      ? largest(sentinels.map((sentinel) => values.ofSentinel(sentinel, masterName, name, last)))
      : values.ofSentinel(who, masterName, name, at + (ms ?? 0))
  const [first] = sdown
  const [agreed] = odown
  const actor = attempt?.leader ?? attempt?.candidates[0]
  const actedMs = attempt?.electedMs ?? attempt?.startedMs
  return {
    downAfterMs: of('down-after-milliseconds', first?.sentinel, first?.ms),
    quorum: of('quorum', agreed?.sentinel, agreed?.ms),
    failoverTimeoutMs: of('failover-timeout', actor, actedMs),
    parallelSyncs: of('parallel-syncs', actor, actedMs),
    sentinels: sentinels.length === 0 ? 0 : of('sentinels', actor, actedMs),
  }
}
