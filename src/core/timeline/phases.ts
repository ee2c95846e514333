import type {Plan} from '../topology/plan.ts'
import type {TimelineEntry} from './entry.ts'
import type {Incident} from './incident.ts'
import type {InstanceNames} from './names.ts'

/**
 * The parts of a failover, in milliseconds from its beginning; null for what did not happen.
 *
 * - `sdownMs`: the first sentinel counts the master as down
 * - `odownMs`: enough sentinels do
 * - `electedMs`: the leader is elected
 * - `promotedMs`: the chosen replica has become a master
 * - `writableMs`: the first write that the probe got through to it; without a probe, the same as `promotedMs`
 * - `agreedMs`: every sentinel that runs tells clients the new address
 * - `reattachedMs`: every replica that runs is in step with the new master, and the leader knows
 */
export interface FailoverPhases {
  readonly sdownMs: number | null
  readonly odownMs: number | null
  readonly electedMs: number | null
  readonly promotedMs: number | null
  readonly writableMs: number | null
  readonly agreedMs: number | null
  readonly reattachedMs: number | null
}

export interface SeenBy {
  readonly sentinel: string
  readonly ms: number
}

export interface Vote {
  readonly voter: string
  readonly candidate: string
  readonly ms: number
}

export type AttemptResult = 'promoted' | 'not-elected' | 'no-good-replica' | 'replica-timeout' | 'open'

/** A round of election, and what its winner did. */
export interface Attempt {
  readonly epoch: number
  readonly startedMs: number
  readonly candidates: readonly string[]
  readonly votes: readonly Vote[]
  readonly leader: string | null
  readonly electedMs: number | null
  readonly selected: string | null
  readonly selectedMs: number | null
  readonly result: AttemptResult
  readonly endedMs: number | null
}

export interface Reattachment {
  readonly instance: string
  readonly ms: number
  readonly resync: 'partial' | 'full' | 'none' | 'unknown'
}

export interface FailoverDetails {
  readonly sdown: readonly SeenBy[]
  readonly odown: readonly (SeenBy & {readonly votes: number; readonly quorum: number})[]
  readonly attempts: readonly Attempt[]
  /** Why the chosen replica was chosen, as far as logs and settings tell. */
  readonly choice: string | null
  readonly switched: readonly SeenBy[]
  readonly reattached: readonly Reattachment[]
  readonly oldMasterReturn: Reattachment | null
  /** Somebody asked for it: SENTINEL FAILOVER. */
  readonly requestedAt: string | null
  /** The longest time without a write that got through, as the probe saw it. */
  readonly outageMs: number | null
}

export interface Failover {
  readonly masterName: string
  /** ISO 8601: all times are measured from here. */
  readonly at: string
  /** What redislab did, in words; null when it began by itself. */
  readonly cause: string | null
  readonly oldMaster: string
  readonly newMaster: string | null
  /** Whether a replica took over. */
  readonly outcome: 'failed-over' | 'no-failover'
  /** Whether nothing is left to wait for. */
  readonly isComplete: boolean
  readonly phases: FailoverPhases
  readonly details: FailoverDetails
}

interface MeasureContext {
  readonly plan: Plan
  readonly names: InstanceNames
  /** Who does not run, and so is not waited for. */
  readonly down: Pick<ReadonlySet<string>, 'has'>
}

interface OpenAttempt extends Attempt {
  readonly candidates: string[]
  votes: Vote[]
  leader: string | null
  electedMs: number | null
  selected: string | null
  selectedMs: number | null
  result: AttemptResult
  endedMs: number | null
}

/** Cuts what came of an incident into phases. */
export function measureFailover(incident: Incident, context: MeasureContext): Failover {
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
      choice: newMaster === null ? null : explainChoice(newMaster, others, incident, context),
      switched,
      reattached,
      oldMasterReturn: returned === undefined ? null : {instance: oldMaster, ...returned},
      requestedAt: ofKind('failover-by-request')[0]?.instance ?? null,
      outageMs: outageOf(evidence),
    },
  }
}

function isAboutMaster({fields}: TimelineEntry): boolean {
  return fields['subject'] === 'master'
}

function firstBySentinel(entries: readonly TimelineEntry[], since: (entry: TimelineEntry) => number) {
  const first = new Map<string, {sentinel: string; ms: number; entry: TimelineEntry}>()
  for (const entry of entries) {
    const sentinel = entry.instance ?? ''
    if (!first.has(sentinel)) first.set(sentinel, {sentinel, ms: since(entry), entry})
  }
  return [...first.values()]
}

/** Elections of this master: an epoch belongs to the sentinel that called for it, and to the master that it named. */
function findAttempts({evidence, at}: Incident, {names}: MeasureContext): readonly Attempt[] {
  const attempts = new Map<number, OpenAttempt>()
  const epochs = new Map<string, number>()
  const running = new Map<string, OpenAttempt>()
  const votes: (Vote & {readonly epoch: number})[] = []
  for (const {kind, instance, fields, at: time} of evidence) {
    const sentinel = instance ?? ''
    const ms = time - at
    const attempt = running.get(sentinel)
    switch (kind) {
      case '+new-epoch':
        epochs.set(sentinel, Number(fields['epoch']))
        break
      case '+try-failover': {
        const epoch = epochs.get(sentinel) ?? 0
        const known = attempts.get(epoch) ?? openAttempt(epoch, ms)
        known.candidates.push(sentinel)
        attempts.set(epoch, known)
        running.set(sentinel, known)
        break
      }
      case '+vote-for-leader':
        votes.push({
          voter: sentinel,
          candidate: names.ofRunId(fields['runid']),
          ms,
          epoch: Number(fields['epoch']),
        })
        break
      case '+elected-leader':
        if (attempt !== undefined) Object.assign(attempt, {leader: sentinel, electedMs: ms})
        break
      case '+selected-slave':
        if (attempt !== undefined)
          Object.assign(attempt, {selected: names.ofAddress(fields['ip'], fields['port']), selectedMs: ms})
        break
      case '+promoted-slave':
        if (attempt !== undefined) Object.assign(attempt, {result: 'promoted', endedMs: ms})
        break
      case '-failover-abort-not-elected':
        // Another candidate of the same round may have been elected.
        if (attempt !== undefined && attempt.leader === null)
          Object.assign(attempt, {result: 'not-elected', endedMs: ms})
        break
      case '-failover-abort-no-good-slave':
        if (attempt !== undefined) Object.assign(attempt, {result: 'no-good-replica', endedMs: ms})
        break
      case '-failover-abort-slave-timeout':
        if (attempt !== undefined) Object.assign(attempt, {result: 'replica-timeout', endedMs: ms})
        break
    }
  }
  for (const {epoch, ...vote} of votes) attempts.get(epoch)?.votes.push(vote)
  return [...attempts.values()]
}

function openAttempt(epoch: number, startedMs: number): OpenAttempt {
  return {
    epoch,
    startedMs,
    candidates: [],
    votes: [],
    leader: null,
    electedMs: null,
    selected: null,
    selectedMs: null,
    result: 'open',
    endedMs: null,
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
  {evidence, at}: Incident,
  newMaster: string,
  leader: string | null,
  {names}: MeasureContext,
): readonly SeenBy[] {
  const announcing = evidence.filter(
    ({kind, instance, fields}) =>
      (kind === '+switch-master' && names.ofAddress(fields['newIp'], fields['newPort']) === newMaster) ||
      (kind === '+promoted-slave' && instance === leader),
  )
  return firstBySentinel(announcing, (entry) => entry.at - at).map(({sentinel, ms}) => ({sentinel, ms}))
}

function runningSentinels({plan, down}: MeasureContext): readonly string[] {
  return plan.instances.filter(({kind, name}) => kind === 'sentinel' && !down.has(name)).map(({name}) => name)
}

function replicasToReattach(
  {masterName, oldMaster}: Incident,
  newMaster: string,
  {plan, down}: MeasureContext,
): readonly string[] {
  return plan.instances
    .filter((instance) => instance.masterName === masterName && !down.has(instance.name))
    .map(({name}) => name)
    .filter((name) => name !== oldMaster && name !== newMaster)
}

interface ReattachmentContext {
  readonly promotedMs: number
  readonly leader: string | null
  readonly context: MeasureContext
}

/** By the replica's own log when it was in step; not before the leader has noticed, if there is a leader to do so. */
function findReattachment(
  name: string,
  incident: Incident,
  {promotedMs, leader, context: {names, down}}: ReattachmentContext,
): Reattachment | undefined {
  const {evidence, at} = incident
  const sync = findSync(name, incident, promotedMs)
  const done = evidence.find(
    ({kind, fields}) =>
      kind === '+slave-reconf-done' && names.ofAddress(fields['ip'], fields['port']) === name,
  )
  if (done !== undefined) {
    const ms = done.at - at
    return {instance: name, ms: Math.max(ms, sync?.ms ?? 0), resync: sync?.resync ?? 'unknown'}
  }
  const isOver =
    leader === null || down.has(leader) || evidence.some(({kind}) => kind.startsWith('+failover-end'))
  return isOver && sync !== undefined ? {instance: name, ...sync} : undefined
}

/** How an instance came to follow the new master. */
function findSync(
  name: string,
  {evidence, at}: Incident,
  promotedMs: number,
): Pick<Reattachment, 'ms' | 'resync'> | undefined {
  const own = evidence.filter((entry) => entry.instance === name && entry.at - at >= promotedMs)
  for (const entry of own) {
    const ms = entry.at - at
    if (entry.kind === 'partial-sync-succeeded' || entry.kind === 'partial-sync-accepted')
      return {ms, resync: 'partial'}
    if (entry.kind === 'replicaof-no-change') return {ms, resync: 'none'}
    if (entry.kind === 'sync-finished') return {ms, resync: 'full'}
  }
  return undefined
}

/** Sentinel compares priority, then how much was received, then run ids (sentinel.c, compareSlavesForPromotion). */
function explainChoice(
  chosen: string,
  others: readonly string[],
  {evidence, masterName, downBefore}: Incident,
  {plan, down}: MeasureContext,
): string {
  const candidates = plan.instances.filter(
    ({masterName: group, name}) => group === masterName && !down.has(name) && !downBefore.has(name),
  )
  if (others.length === 0 || candidates.length <= 1)
    return `${chosen} was the only replica that could be chosen.`
  const priority = priorityOf(plan)
  const shift = evidence.find(({kind, instance}) => kind === 'replid-shifted' && instance === chosen)
  const own = shift === undefined ? undefined : Number(shift.fields['offset'])
  const asked = others.map((name) => {
    const request = evidence.find(
      (entry) =>
        entry.kind === 'partial-sync-requested' && entry.instance === name && entry.at >= (shift?.at ?? 0),
    )
    return {name, offset: request === undefined ? undefined : Number(request.fields['offset'])}
  })
  const start = `All replicas have priority ${priority}`
  const behind = asked.filter(({offset}) => own !== undefined && offset !== undefined && offset < own)
  if (own !== undefined && behind.length > 0) {
    const list = behind.map(({name, offset}) => `${name} to ${offset}`).join(', ')
    return `${start}; ${chosen} had received the most, up to byte ${own} (${list}).`
  }
  if (own !== undefined && asked.every(({offset}) => offset === own))
    return `${start} and had received the same, up to byte ${own}, so the smallest run id decided: that of ${chosen}.`
  return `${start}; the offsets at that moment were not logged.`
}

export function priorityOf({settings}: Plan): number {
  const directive = settings.set.findLast(({name}) => /^(replica|slave)-priority$/.test(name))
  return directive === undefined ? 100 : Number(directive.value)
}

function outageOf(evidence: readonly TimelineEntry[]): number | null {
  const outages = evidence.flatMap(({fields}) =>
    typeof fields['outageMs'] === 'number' ? [fields['outageMs']] : [],
  )
  return outages.length === 0 ? null : Math.max(...outages)
}
