import type {TimelineEntry} from '../entries/entry.ts'
import type {Attempt, Failover, InForce, MeasureContext, SeenBy, SentinelDetails} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import type {InstanceNames} from '../incidents/names.ts'
import {largest} from '../incidents/values-in-force.ts'
import {absentIn, goneIn, isMute, sentinelsOf} from '../measuring/presence.ts'
import {firstByInstance, measureTakeover} from '../measuring/takeover.ts'
import {explainChoice} from './choice.ts'
import {findAttempts} from './elections.ts'

/** Divides what followed from an incident into phases, by what sentinels say. */
export function measureBySentinels(incident: Incident, context: MeasureContext): Failover<SentinelDetails> {
  const {at, oldMaster, evidence} = incident
  const ofKind = (kind: string) => evidence.filter((entry) => entry.kind === kind)
  const attempts = findAttempts(incident, context)
  const success = attempts.find(({result}) => result === 'promoted')
  const elected = success ?? attempts.find(({electedMs}) => electedMs !== null)
  const leader = success?.leader ?? null
  const named =
    success?.selected ??
    findAnnounced(evidence, context.names) ??
    findByHand(incident) ??
    findByProbe(incident)
  // A sentinel that was cut off hears late of the master that there is already.
  const newMaster = named === oldMaster ? null : named
  const promoted =
    evidence.find(({kind, instance}) => kind.startsWith('master-mode-') && instance === newMaster) ??
    ofKind('+promoted-slave')[0]
  const promotedMs = newMaster === null || promoted === undefined ? null : promoted.at - at
  // A sentinel that misses the old master after another one took over has caused nothing.
  const firstOfMaster = (kind: string) =>
    firstByInstance(
      ofKind(kind).filter(
        (entry) =>
          entry.fields['subject'] === 'master' && (promotedMs === null || entry.at - at <= promotedMs),
      ),
      incident,
    ).map(({instance, ms, entry}) => ({sentinel: instance, ms, fields: entry.fields}))
  const sdown = firstOfMaster('+sdown').map(({sentinel, ms}) => ({sentinel, ms}))
  const odown = firstOfMaster('+odown').map(({sentinel, ms, fields}) => ({
    sentinel,
    ms,
    votes: Number(fields['votes']),
    quorum: Number(fields['quorum']),
  }))
  const switched = newMaster === null ? [] : findSwitched(incident, newMaster, leader, context)
  const gone = goneIn(incident, context)
  const absent = absentIn(incident, context)
  const sentinels = sentinelsOf(context).filter((name) => !gone.has(name))
  const haveSwitched = new Set(switched.map(({sentinel}) => sentinel))
  const notSeen = sentinels.filter((name) => !haveSwitched.has(name))
  const behind = newMaster === null ? [] : notSeen.filter((name) => !isMute(name, incident, context))
  const haveAgreed = newMaster !== null && sentinels.length > 0 && notSeen.length === 0
  const takeover = measureTakeover(incident, context, {
    newMaster,
    phases: {
      sdownMs: sdown[0]?.ms ?? null,
      odownMs: odown[0]?.ms ?? null,
      electedMs: elected?.electedMs ?? null,
      promotedMs,
      agreedMs: haveAgreed ? Math.max(...switched.map(({ms}) => ms)) : null,
    },
    hasAgreed: behind.every((name) => absent.has(name)),
    leader,
  })
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
              {name: newMaster, ms: success.selectedMs ?? promotedMs ?? 0, leader: leader ?? ''},
              incident,
              context,
            ),
      switched,
      behind,
      inForce: inForceOf(incident, context, {sdown, odown, attempt: elected ?? attempts.at(-1)}),
      requestedAt: ofKind('failover-by-request')[0]?.instance ?? null,
      ...takeover.details,
    },
  }
}

/** The new master as sentinels announce it: when the leader's own log is not there. */
function findAnnounced(evidence: readonly TimelineEntry[], names: InstanceNames): string | null {
  const entry = evidence.find(({kind}) => kind === '+switch-master')
  return entry === undefined ? null : names.ofAddress(entry.fields['newIp'], entry.fields['newPort'])
}

/**
 * When each sentinel began to tell clients the new address. The leader does so from +promoted-slave on (sentinel.c,
 * sentinelGetCurrentMasterAddress), although it says +switch-master only at the end.
 */
function findSwitched(
  incident: Incident,
  newMaster: string,
  leader: string | null,
  {names}: MeasureContext,
): readonly SeenBy[] {
  const announcing = incident.evidence.filter(
    ({kind, instance, fields}) =>
      (kind === '+switch-master' && names.ofAddress(fields['newIp'], fields['newPort']) === newMaster) ||
      (kind === '+promoted-slave' && instance === leader),
  )
  return firstByInstance(announcing, incident).map(({instance, ms}) => ({sentinel: instance, ms}))
}

/**
 * The instance that took writes when the old master took none any more: it is the master, whatever logs say or do not say. One that
 * takes writes beside the old master need not be: an old master that comes back does, until it is made a replica.
 */
function findByProbe({evidence, oldMaster}: Incident): string | null {
  const probes = evidence.filter(({source}) => source === 'probe')
  const index = probes.findIndex(({kind, instance}) => kind === 'probe-writable' && instance !== oldMaster)
  const lastOfOld = probes.slice(0, Math.max(0, index)).findLast(({instance}) => instance === oldMaster)
  return lastOfOld?.kind === 'probe-refused' ? (probes[index]?.instance ?? null) : null
}

/** Promoted by somebody who is no sentinel. */
function findByHand({evidence, oldMaster}: Incident): string | null {
  return (
    evidence.find(({kind, instance}) => kind.startsWith('master-mode-') && instance !== oldMaster)
      ?.instance ?? null
  )
}

interface Actors {
  readonly sdown: readonly SeenBy[]
  readonly odown: readonly SeenBy[]
  readonly attempt: Attempt | undefined
}

/** The settings that a failover of sentinels went by: of those who acted, at the moment when they did. */
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
