import {measureTakeover} from './cluster/measure.ts'
import type {TimelineEntry} from './entry.ts'
import type {Incident} from './incident.ts'
import {findAnnounced, findSwitched, runningSentinels} from './phases/agreement.ts'
import {findAttempts} from './phases/attempts.ts'
import {firstBySentinel} from './phases/by-sentinel.ts'
import {explainChoice} from './phases/choice.ts'
import type {Failover, MeasureContext} from './phases/failover.ts'
import {longestOutage} from './phases/outage.ts'
import {findReattachment, findSync, replicasToReattach} from './phases/reattachment.ts'

export {
  type CompletedFailover,
  type CompletedPhases,
  type Failover,
  type FailoverPhases,
  isCompleted,
  type MeasureContext,
} from './phases/failover.ts'

/** Cuts what came of an incident into phases. */
export function measureFailover(incident: Incident, context: MeasureContext): Failover {
  return context.plan.mode === 'cluster'
    ? measureTakeover(incident, context)
    : measureBySentinels(incident, context)
}

function measureBySentinels(incident: Incident, context: MeasureContext): Failover {
  const {masterName, at, cause, oldMaster, evidence} = incident
  const since = (entry: TimelineEntry) => entry.at - at
  const ofKind = (kind: string) => evidence.filter((entry) => entry.kind === kind)
  const attempts = findAttempts(incident, context)
  const success = attempts.find(({result}) => result === 'promoted')
  const elected = success ?? attempts.find(({electedMs}) => electedMs !== null)
  const named = success?.selected ?? findAnnounced(evidence, context.names)
  // A sentinel that was cut off hears late of who is master already.
  const newMaster = named === oldMaster ? null : named
  const sdown = firstBySentinel(ofKind('+sdown').filter(isAboutMaster), since)
  const odown = firstBySentinel(ofKind('+odown'), since).map(({entry, ...seen}) => ({
    ...seen,
    votes: Number(entry.fields['votes']),
    quorum: Number(entry.fields['quorum']),
  }))
  const promotion = evidence.find(
    (entry) => entry.kind === 'master-mode-enabled' && entry.instance === newMaster,
  )
  const promoted = promotion ?? ofKind('+promoted-slave')[0]
  const promotedMs = newMaster === null || promoted === undefined ? null : since(promoted)
  const writable = evidence.find((entry) => entry.kind === 'probe-writable' && entry.instance === newMaster)
  const hasProbe = evidence.some(({source}) => source === 'probe')
  const writableMs = writable !== undefined ? since(writable) : hasProbe ? null : promotedMs
  const switched =
    newMaster === null ? [] : findSwitched(incident, newMaster, success?.leader ?? null, context)
  const sentinels = runningSentinels(context)
  const haveSwitched = new Set(switched.map(({sentinel}) => sentinel))
  const agreed = sentinels.length > 0 && sentinels.every((name) => haveSwitched.has(name))
  const agreedMs = agreed ? Math.max(...switched.map(({ms}) => ms)) : null
  const others = newMaster === null ? [] : replicasToReattach(incident, newMaster, context)
  const reattached =
    newMaster === null
      ? []
      : others.flatMap(
          (name) =>
            findReattachment(name, incident, {
              promotedMs: promotedMs ?? 0,
              leader: success?.leader ?? null,
              context,
            }) ?? [],
        )
  const allReattached = reattached.length === others.length
  const returned = newMaster === null ? undefined : findSync(oldMaster, incident, promotedMs ?? 0)
  return {
    masterName,
    at: new Date(at).toISOString(),
    cause: cause?.message ?? null,
    oldMaster,
    newMaster,
    outcome: newMaster === null ? 'no-failover' : 'failed-over',
    isComplete: newMaster !== null && writableMs !== null && agreed && allReattached,
    phases: {
      sdownMs: sdown[0]?.ms ?? null,
      odownMs: odown[0]?.ms ?? null,
      electedMs: elected?.electedMs ?? null,
      promotedMs,
      writableMs,
      agreedMs,
      reattachedMs: others.length > 0 && allReattached ? Math.max(...reattached.map(({ms}) => ms)) : null,
    },
    details: {
      sdown: sdown.map(({sentinel, ms}) => ({sentinel, ms})),
      odown,
      attempts,
      choice:
        newMaster === null
          ? null
          : explainChoice(newMaster, success?.selectedMs ?? promotedMs ?? 0, incident, context),
      switched,
      reattached,
      oldMasterReturn: returned === undefined ? null : {instance: oldMaster, ...returned},
      requestedAt: ofKind('failover-by-request')[0]?.instance ?? null,
      outageMs: longestOutage(evidence),
      cluster: null,
    },
  }
}

function isAboutMaster({fields}: TimelineEntry): boolean {
  return fields['subject'] === 'master'
}
