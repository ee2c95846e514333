import {measureTakeover} from './cluster/phases.ts'
import type {TimelineEntry} from './entries/entry.ts'
import type {Failover, MeasureContext} from './failover.ts'
import type {Incident} from './incidents/incident.ts'
import {longestOutage} from './measuring/outage.ts'
import {absentIn, goneIn, isMute, sentinelsOf} from './measuring/presence.ts'
import {findReattachment, findSync, replicasToReattach} from './measuring/reattachment.ts'
import {findAnnounced, findSwitched} from './sentinel/agreement.ts'
import {findAttempts} from './sentinel/attempts.ts'
import {firstBySentinel} from './sentinel/by-sentinel.ts'
import {explainChoice} from './sentinel/choice.ts'
import {inForceOf} from './sentinel/in-force.ts'

/** Cuts what came of an incident into phases. */
export function measureFailover(incident: Incident, context: MeasureContext): Failover {
  return context.plan.mode === 'cluster'
    ? measureTakeover(incident, context)
    : measureBySentinels(incident, context)
}

function measureBySentinels(incident: Incident, context: MeasureContext): Failover {
  const {masterName, at, onset, cause, oldMaster, evidence} = incident
  const since = (entry: TimelineEntry) => entry.at - at
  const ofKind = (kind: string) => evidence.filter((entry) => entry.kind === kind)
  const attempts = findAttempts(incident, context)
  const success = attempts.find(({result}) => result === 'promoted')
  const elected = success ?? attempts.find(({electedMs}) => electedMs !== null)
  const named =
    success?.selected ??
    findAnnounced(evidence, context.names) ??
    findByHand(incident) ??
    findByProbe(incident)
  // A sentinel that was cut off hears late of who is master already.
  const newMaster = named === oldMaster ? null : named
  const promotion = evidence.find(
    ({kind, instance}) => kind.startsWith('master-mode-') && instance === newMaster,
  )
  const promoted = promotion ?? ofKind('+promoted-slave')[0]
  const promotedMs = newMaster === null || promoted === undefined ? null : since(promoted)
  // Who misses the old master after another one took over has caused nothing.
  const before = (kind: string) =>
    ofKind(kind).filter(
      (entry) => isAboutMaster(entry) && (promotedMs === null || since(entry) <= promotedMs),
    )
  const sdown = firstBySentinel(before('+sdown'), since)
  const odown = firstBySentinel(before('+odown'), since).map(({entry, ...seen}) => ({
    ...seen,
    votes: Number(entry.fields['votes']),
    quorum: Number(entry.fields['quorum']),
  }))
  const writable = evidence.find((entry) => entry.kind === 'probe-writable' && entry.instance === newMaster)
  const hasProbe = evidence.some(({source}) => source === 'probe')
  const writableMs = writable !== undefined ? since(writable) : hasProbe ? null : promotedMs
  const switched =
    newMaster === null ? [] : findSwitched(incident, newMaster, success?.leader ?? null, context)
  const gone = goneIn(incident, context)
  const absent = absentIn(incident, context)
  const sentinels = sentinelsOf(context).filter((name) => !gone.has(name))
  const haveSwitched = new Set(switched.map(({sentinel}) => sentinel))
  const notSeen = sentinels.filter((name) => !haveSwitched.has(name))
  const behind = newMaster === null ? [] : notSeen.filter((name) => !isMute(name, incident, context))
  const agreed = sentinels.length > 0 && notSeen.length === 0
  const agreedMs = agreed && newMaster !== null ? Math.max(...switched.map(({ms}) => ms)) : null
  const {plan} = context
  const running = newMaster === null ? [] : replicasToReattach(incident, newMaster, {plan, absent: gone})
  const others = running.filter((name) => !absent.has(name))
  const reattached =
    newMaster === null
      ? []
      : others.flatMap(
          (name) =>
            findReattachment(name, incident, {
              promotedMs: promotedMs ?? 0,
              leader: success?.leader ?? null,
              gone,
              context,
            }) ?? [],
        )
  const allReattached = reattached.length === others.length
  const hasAgreed = behind.every((name) => absent.has(name))
  const returned = newMaster === null ? undefined : findSync(oldMaster, incident, promotedMs ?? 0)
  return {
    masterName,
    at: new Date(at).toISOString(),
    cause: cause?.message ?? null,
    oldMaster,
    newMaster,
    outcome: newMaster === null ? 'no-failover' : 'failed-over',
    isComplete: newMaster !== null && writableMs !== null && hasAgreed && allReattached,
    phases: {
      sdownMs: sdown[0]?.ms ?? null,
      odownMs: odown[0]?.ms ?? null,
      electedMs: elected?.electedMs ?? null,
      promotedMs,
      writableMs,
      agreedMs,
      reattachedMs:
        running.length > 0 && reattached.length === running.length
          ? Math.max(...reattached.map(({ms}) => ms))
          : null,
    },
    details: {
      sdown: sdown.map(({sentinel, ms}) => ({sentinel, ms})),
      odown,
      attempts,
      choice:
        newMaster === null
          ? null
          : explainChoice(
              {name: newMaster, ms: success?.selectedMs ?? promotedMs ?? 0, attempt: success},
              incident,
              context,
            ),
      switched,
      behind,
      inForce: inForceOf(incident, context, {sdown, odown, attempt: elected ?? attempts.at(-1)}),
      isOnsetKnown: onset !== 'latest',
      reattached,
      oldMasterReturn: returned === undefined ? null : {instance: oldMaster, ...returned},
      requestedAt: ofKind('failover-by-request')[0]?.instance ?? null,
      outageMs: longestOutage(evidence),
      cluster: null,
    },
  }
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

function isAboutMaster({fields}: TimelineEntry): boolean {
  return fields['subject'] === 'master'
}
