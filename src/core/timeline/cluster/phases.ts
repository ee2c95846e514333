import type {TimelineEntry} from '../entries/entry.ts'
import type {ClusterDetails, Failover, MeasureContext, SeenByNode} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {largest} from '../incidents/values-in-force.ts'
import {longestOutage} from '../measuring/outage.ts'
import {absentIn, goneIn} from '../measuring/presence.ts'
import {findReattachment, findSync} from '../measuring/reattachment.ts'
import {explainRanks} from './choice.ts'
import {findElections} from './elections.ts'
import {promotions, requests} from './events.ts'
import {findStopped} from './stopped.ts'

/** Cuts what came of an incident in a shard of a cluster into phases. */
export function measureTakeover(incident: Incident, context: MeasureContext): Failover {
  const {names, plan} = context
  const {masterName, at, onset, cause, oldMaster, evidence, members} = incident
  const gone = goneIn(incident, context)
  const absent = absentIn(incident, context)
  const since = (entry: TimelineEntry) => entry.at - at
  const aboutMaster = (...kinds: readonly string[]) =>
    evidence.filter(({kind, fields}) => kinds.includes(kind) && names.ofRunId(fields['node']) === oldMaster)
  const attempts = findElections(incident, names)
  const promotion = evidence.find(({kind}) => promotions.has(kind))
  const newMaster = promotion?.instance ?? findFollowed(incident, context)
  const promotedMs = promotion === undefined ? null : since(promotion)
  // Who misses the old master after another one has its slots has caused nothing.
  const isBefore = ({ms}: {readonly ms: number}) => promotedMs === null || ms <= promotedMs
  const pfail = firstByNode(aboutMaster('node-possibly-failing', 'probe-pfail'), since).filter(isBefore)
  const fail = firstByNode(aboutMaster('node-failing', 'node-failing-heard'), since).filter(isBefore)
  const writable = evidence.find((entry) => entry.kind === 'probe-writable' && entry.instance === newMaster)
  const hasProbe = evidence.some(({source}) => source === 'probe')
  const writableMs = writable !== undefined ? since(writable) : hasProbe ? null : promotedMs
  const agreed = firstByNode(
    evidence.filter(
      ({kind, fields}) => kind === 'probe-agrees' && names.ofRunId(fields['node']) === newMaster,
    ),
    since,
  )
  const stopped = findStopped(incident)
  const agreedWithout = (down: ReadonlySet<string>) =>
    newMaster === null
      ? null
      : findAgreement({agreed, stopped, promotedMs}, [newMaster, oldMaster], {plan, down})
  const agreedMs = agreedWithout(gone)
  const hasAgreed = (agreedMs ?? agreedWithout(absent)) !== null
  const running = members.filter((name) => name !== oldMaster && name !== newMaster && !gone.has(name))
  const others = running.filter((name) => !absent.has(name))
  const reattached =
    newMaster === null
      ? []
      : others.flatMap((name) => {
          const options = {promotedMs: promotedMs ?? 0, leader: null, gone, context}
          return findReattachment(name, incident, options) ?? []
        })
  const allReattached = reattached.length === others.length
  const returned = newMaster === null ? undefined : findSync(oldMaster, incident, promotedMs ?? 0)
  const cluster: ClusterDetails = {
    pfail,
    fail,
    delays: findDelays(evidence, since),
    votesNeeded: findVotesNeeded(evidence, context),
    agreed,
    stopped,
  }
  return {
    masterName,
    at: new Date(at).toISOString(),
    cause: cause?.message ?? null,
    oldMaster,
    newMaster,
    outcome: newMaster === null ? 'no-failover' : 'failed-over',
    isComplete: newMaster !== null && writableMs !== null && (hasAgreed || !hasProbe) && allReattached,
    phases: {
      sdownMs: pfail[0]?.ms ?? null,
      odownMs: fail[0]?.ms ?? null,
      electedMs: attempts.find(({result}) => result === 'promoted')?.electedMs ?? null,
      promotedMs,
      writableMs,
      agreedMs,
      reattachedMs:
        running.length > 0 && reattached.length === running.length
          ? Math.max(...reattached.map(({ms}) => ms))
          : null,
    },
    details: {
      sdown: [],
      odown: [],
      attempts,
      choice: newMaster === null ? null : explainRanks(newMaster, others, cluster.delays),
      switched: [],
      behind: [],
      inForce: {
        downAfterMs: nodeTimeoutOf(incident, context, pfail[0]),
        failoverTimeoutMs: null,
        parallelSyncs: null,
        quorum: null,
        sentinels: null,
      },
      isOnsetKnown: onset !== 'latest',
      reattached,
      oldMasterReturn: returned === undefined ? null : {instance: oldMaster, ...returned},
      requestedAt: evidence.find(({kind}) => requests.has(kind))?.instance ?? null,
      outageMs: longestOutage(evidence),
      cluster,
    },
  }
}

/** By whose timeout the master was missed first; else the longest of all. */
function nodeTimeoutOf(
  {at, values}: Incident,
  {plan}: MeasureContext,
  first: SeenByNode | undefined,
): number | null {
  const of = (node: string, ms: number) => {
    const value = values.ofNode(node, 'cluster-node-timeout', at + ms)
    return value === null ? null : Number(value)
  }
  return first === undefined ? largest(plan.instances.map(({name}) => of(name, 0))) : of(first.node, first.ms)
}

/** Whom the others of the shard follow, where the log of the new master is not there. */
function findFollowed({evidence, oldMaster, members}: Incident, {names}: MeasureContext): string | null {
  const followed = evidence
    .filter(({kind, instance}) => kind === 'cluster-demoted' && members.includes(instance ?? ''))
    .map(({fields}) => names.ofRunId(fields['node']))
  return followed.find((name) => name !== oldMaster) ?? null
}

function firstByNode(
  entries: readonly TimelineEntry[],
  since: (entry: TimelineEntry) => number,
): readonly SeenByNode[] {
  const first = new Map<string, number>()
  for (const entry of entries) {
    const node = entry.instance ?? ''
    if (!first.has(node)) first.set(node, since(entry))
  }
  return [...first].map(([node, ms]) => ({node, ms}))
}

function findDelays(
  evidence: readonly TimelineEntry[],
  since: (entry: TimelineEntry) => number,
): ClusterDetails['delays'] {
  return evidence
    .filter(({kind}) => kind === 'election-delayed')
    .map((entry) => ({
      instance: entry.instance ?? '',
      ms: since(entry),
      delayMs: Number(entry.fields['delayMs']),
      rank: Number(entry.fields['rank']),
      offset: Number(entry.fields['offset']),
    }))
}

/** As a candidate says, else a majority of the masters that there were at first. */
function findVotesNeeded(evidence: readonly TimelineEntry[], {plan}: MeasureContext): number {
  const told = evidence.findLast(({kind}) => kind === 'votes-so-far')
  return told === undefined ? Math.floor(plan.masters.length / 2) + 1 : Number(told.fields['needed'])
}

/**
 * When every node that ran beside the old master sends clients to the new master: as the probe saw it, else when the last of those that served
 * nothing served again, else unknown.
 */
function findAgreement(
  {agreed, stopped, promotedMs}: Pick<ClusterDetails, 'agreed' | 'stopped'> & {promotedMs: number | null},
  masters: readonly [newMaster: string, oldMaster: string],
  {plan, down}: Pick<MeasureContext, 'plan'> & {readonly down: ReadonlySet<string>},
): number | null {
  if (agreed.length > 0) {
    const known = new Set([...masters, ...agreed.map(({node}) => node)])
    const isAll = plan.instances.every(({name}) => known.has(name) || down.has(name))
    return isAll ? Math.max(promotedMs ?? 0, ...agreed.map(({ms}) => ms)) : null
  }
  const ends = stopped
    .filter(({node, toMs}) => (toMs === null ? !down.has(node) : toMs >= (promotedMs ?? 0)))
    .map(({toMs}) => toMs)
  return ends.length === 0 || ends.includes(null) ? null : Math.max(...ends.map(Number))
}
