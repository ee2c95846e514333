import type {TimelineEntry} from '../entries/entry.ts'
import type {ClusterDetails, Failover, MeasureContext, SeenByNode} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {largest} from '../incidents/values-in-force.ts'
import {absentIn, goneIn} from '../measuring/presence.ts'
import {firstByInstance, measureTakeover} from '../measuring/takeover.ts'
import {explainRanks} from './choice.ts'
import {findElections} from './elections.ts'
import {promotions, requests} from './events.ts'

/** Divides what followed from an incident in a shard of a cluster into phases, by what its nodes say. */
export function measureShard(incident: Incident, context: MeasureContext): Failover<ClusterDetails> {
  const {names, plan} = context
  const {at, oldMaster, evidence, members} = incident
  const attempts = findElections(incident, names)
  const promotion = evidence.find(({kind}) => promotions.has(kind))
  const newMaster = promotion?.instance ?? findFollowed(incident, context)
  const promotedMs = promotion === undefined ? null : promotion.at - at
  const firstAbout = (node: string | null, ...kinds: readonly string[]) =>
    firstByInstance(
      evidence.filter(({kind, fields}) => kinds.includes(kind) && names.ofRunId(fields['node']) === node),
      incident,
    ).map(({instance, ms}): SeenByNode => ({node: instance, ms}))
  // A node that misses the old master after another one has its slots has caused nothing.
  const isBefore = ({ms}: SeenByNode) => promotedMs === null || ms <= promotedMs
  const fail = firstAbout(oldMaster, 'node-failing', 'node-failing-heard').filter(isBefore)
  const failedMs = fail[0]?.ms ?? Number.POSITIVE_INFINITY
  // What counts as failed has counted as possibly failing before: where that was seen only later, it was then at the latest.
  const pfail = firstAbout(oldMaster, 'node-possibly-failing', 'probe-pfail')
    .filter(isBefore)
    .map((seen) => ({...seen, ms: Math.min(seen.ms, failedMs)}))
  const agreed = firstAbout(newMaster, 'probe-agrees')
  const stopped = findStopped(incident)
  const absent = absentIn(incident, context)
  const agreedWithout = (down: ReadonlySet<string>) =>
    newMaster === null
      ? null
      : findAgreement({agreed, stopped, promotedMs}, [newMaster, oldMaster], {plan, down})
  const agreedMs = agreedWithout(goneIn(incident, context))
  const hasProbe = evidence.some(({source}) => source === 'probe')
  const takeover = measureTakeover(incident, context, {
    newMaster,
    phases: {
      sdownMs: pfail[0]?.ms ?? null,
      odownMs: fail[0]?.ms ?? null,
      electedMs: attempts.find(({result}) => result === 'promoted')?.electedMs ?? null,
      promotedMs,
      agreedMs,
    },
    hasAgreed: !hasProbe || agreedMs !== null || agreedWithout(absent) !== null,
    leader: null,
  })
  const delays = findDelays(incident)
  const others = members.filter((name) => name !== oldMaster && name !== newMaster && !absent.has(name))
  return {
    ...takeover,
    details: {
      kind: 'cluster',
      pfail,
      fail,
      delays,
      votesNeeded: findVotesNeeded(evidence, context),
      agreed,
      stopped,
      attempts,
      choice: newMaster === null ? null : explainRanks(newMaster, others, delays),
      inForce: {downAfterMs: nodeTimeoutOf(incident, context, pfail[0])},
      requestedAt: evidence.find(({kind}) => requests.has(kind))?.instance ?? null,
      ...takeover.details,
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

/** The node that the others of the shard follow, where the log of the new master is not there. */
function findFollowed({evidence, oldMaster, members}: Incident, {names}: MeasureContext): string | null {
  const followed = evidence
    .filter(({kind, instance}) => kind === 'cluster-demoted' && members.includes(instance ?? ''))
    .map(({fields}) => names.ofRunId(fields['node']))
  return followed.find((name) => name !== oldMaster) ?? null
}

function findDelays({evidence, at}: Incident): ClusterDetails['delays'] {
  return evidence
    .filter(({kind}) => kind === 'election-delayed')
    .map((entry) => ({
      instance: entry.instance ?? '',
      ms: entry.at - at,
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
 * When every node that ran, other than the old master, sends clients to the new master: as the probe saw it, else when
 * the last of those that served nothing served again, else unknown.
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

/** Which nodes said that they serve nothing (cluster_state:fail), and until when. */
function findStopped({evidence, at}: Incident): ClusterDetails['stopped'] {
  const stopped: {node: string; fromMs: number; toMs: number | null}[] = []
  for (const {kind, instance, fields, at: time} of evidence) {
    if (kind !== 'cluster-state-changed' || instance === null) continue
    const open = stopped.findLast(({node, toMs}) => node === instance && toMs === null)
    if (fields['state'] === 'ok') {
      if (open !== undefined) open.toMs = time - at
    } else if (open === undefined) stopped.push({node: instance, fromMs: time - at, toMs: null})
  }
  return stopped
}
