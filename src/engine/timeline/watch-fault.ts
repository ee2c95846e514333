import type {FaultReport, LinkFaultReport} from '../../core/contract/fault-report.ts'
import type {Fault} from '../../core/faults/faults.ts'
import {clients} from '../../core/links/link.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import {describeAwaited} from '../../core/timeline/awaited.ts'
import {doesHeal, entryOfProbe, type TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import {effectsOf} from '../../core/timeline/fault-effects.ts'
import {measureFailover} from '../../core/timeline/measure.ts'
import {judgeIncident, type Outcome} from '../../core/timeline/verdict.ts'
import type {Deployment, InjectedFault} from '../deployment/deployment.ts'
import {Probe} from '../observe/probe.ts'
import {ViewProbe} from '../observe/view-probe.ts'
import {appendJournal} from '../state/journal.ts'
import {sleep, waitFor} from '../time/wait.ts'
import {explainWithFacts} from './explain-last.ts'
import {findDown} from './find-down.ts'
import {readInitialValues} from './initial-values.ts'
import {findLogReach} from './log-reach.ts'
import {readTimeline} from './read-timeline.ts'
import {SettledWatch} from './settled-watch.ts'
import {triesMs} from './tries.ts'
import {WatchScope} from './watch-scope.ts'

export interface FaultRequest {
  readonly fault: Fault | LinkFault
  readonly targets: readonly string[]
  readonly signal: AbortSignal
}

export interface WatchFaultOptions extends FaultRequest {
  /** Milliseconds after which the fault is undone. */
  readonly forMs?: number | undefined
  /** How long to watch at most. @default as long as two tries of a failover take */
  readonly withinMs?: number | undefined
}

type Injected = InjectedFault<FaultReport | LinkFaultReport>

/** What a watched fault came to. */
export interface WatchEnd {
  readonly injected: Injected
  readonly outcome: Outcome
  /** One for each master group that was hit. */
  readonly explanations: readonly Explanation[]
}

export type WatchEvent =
  /** The fault is done. */
  | {readonly kind: 'injected'; readonly injected: Injected}
  | {readonly kind: 'entry'; readonly entry: TimelineEntry}
  /** Again and again: what is awaited now, as a phrase. */
  | {readonly kind: 'awaiting'; readonly awaited: string}
  /** The last one. */
  | ({readonly kind: 'over'} & WatchEnd)

/** How long an entry is held, so that what is told later and was earlier can be put before it. */
const holdMs = 40
const lookEveryMs = 20
/** Three tries take a probe about as long; what does not answer is not waited for. */
const knownWithinMs = 5000
const tellWaitEveryMs = 250
/** What a failover takes beside the times that are set. */
const slackMs = 10_000
/** A sentinel turns a master that came back into a replica after some 10 s (an INFO period). */
const returnMs = 20_000

/** How a deployment is just before a fault, and what of it is to be watched. */
export async function lookBeforeFault(
  deployment: Deployment,
  {fault, targets, signal}: FaultRequest,
): Promise<WatchScope> {
  const before = await deployment.status({signal})
  const {plan} = deployment.record
  const named = await deployment.resolve(
    targets.filter((target) => target !== clients),
    {signal},
  )
  return new WatchScope(plan, before, {
    named: named.map(({name}) => name),
    isHeal: fault.kind === 'heal',
    initial: await readInitialValues(deployment.directory, plan),
  })
}

/**
 * Injects a fault with a probe writing all the time, and follows its effects until the failover has ended or is stuck. The reader
 * of its events is waited for.
 */
export async function* watchFault(
  deployment: Deployment,
  scene: WatchScope,
  {fault, targets, forMs, withinMs, signal}: WatchFaultOptions,
): AsyncGenerator<WatchEvent, void> {
  const {seen, directory} = deployment
  const {record} = deployment
  const {plan} = record
  const {tracker, groups} = scene
  const effects = effectsOf(fault, forMs)
  const reach = await findLogReach(directory, plan)
  const context = {plan, names: tracker.names, ...reach}
  await using probe = new Probe(scene.probed, record)
  await using views = plan.mode === 'cluster' ? new ViewProbe(plan, scene.shards, record) : undefined
  // A change is seen only of what was seen before it.
  const isKnown = async () =>
    (scene.takeWrites.every((name) => probe.known.has(name)) &&
      scene.running.every((name) => views?.known.has(name) ?? true)) ||
    undefined
  await waitFor(isKnown, {withinMs: knownWithinMs, everyMs: 5, signal})
  // How it was before is no news.
  probe.take()
  const queue: TimelineEntry[] = []
  const stop = new AbortController()
  const reading = readInto(queue, {sinceMs: Date.now(), signal: AbortSignal.any([signal, stop.signal])})
  try {
    const injected = await deployment.inject(fault, targets, {forMs, signal})
    yield {kind: 'injected', injected}
    await using settled = effects.givesBack ? new SettledWatch(deployment, groups) : undefined
    const outcome = yield* follow(injected, settled)
    yield* tell(await takeUntil(Number.POSITIVE_INFINITY))
    yield {kind: 'over', injected, outcome, explanations: await explainAll()}
  } finally {
    stop.abort()
    await reading
  }

  async function readInto(entries: TimelineEntry[], from: {sinceMs: number; signal: AbortSignal}) {
    // What the probe noticed comes by a shorter way.
    for await (const batch of readTimeline({directory, plan}, {...from, follow: true}))
      entries.push(...batch.filter(({source}) => source !== 'probe'))
  }

  /** Takes what is old enough to be in order. What the probe noticed is kept: the timeline tells it later, too. */
  async function takeUntil(time: number): Promise<readonly TimelineEntry[]> {
    const noticed = [...probe.take(), ...(views?.take() ?? [])].sort((a, b) => a.at - b.at)
    for (const {at, entry} of noticed) {
      queue.push(entryOfProbe(at, entry, plan))
      await appendJournal(directory, new Date(at), entry)
    }
    queue.sort((a, b) => a.at - b.at)
    const count = queue.findIndex(({at}) => at > time)
    return queue.splice(0, count < 0 ? queue.length : count)
  }

  function* tell(entries: readonly TimelineEntry[]): Generator<WatchEvent> {
    for (const entry of entries) {
      tracker.push(entry)
      yield {kind: 'entry', entry}
    }
  }

  async function* follow(
    {report, healsAt}: Injected,
    settled: SettledWatch | undefined,
  ): AsyncGenerator<WatchEvent, Outcome> {
    const {lastsMs, givesBack, oldMasterReturns} = effects
    const forReturn = oldMasterReturns || givesBack ? returnMs : 0
    const within = withinMs ?? triesMs(plan, seen) + slackMs + (lastsMs ?? 0) + forReturn
    const deadline = Date.now() + within
    // A sleep is over by the clock; what is healed says so itself.
    const overAt = Date.parse(report.at) + (healsAt === null ? (lastsMs ?? 0) : Number.POSITIVE_INFINITY)
    let isHealed = false
    let toldWaitAt = 0
    // What the probe noticed came by a shorter way than the fault itself, which is read from the journal.
    const isToldFirst = async () => queue.some((entry) => entry.fault !== undefined) || undefined
    await waitFor(isToldFirst, {withinMs: 1000, everyMs: 2, signal})
    while (true) {
      const entries = await takeUntil(Date.now() - holdMs)
      isHealed ||= entries.some(doesHeal)
      yield* tell(entries)
      const isOver = isHealed || Date.now() > overAt
      const outcome = judgeAll(isOver, settled?.isSettled === true)
      if (outcome !== undefined) return outcome
      if (Date.now() > deadline)
        return measureAll().every(({failover}) => failover?.outcome === 'failed-over')
          ? 'failed-over'
          : 'timed-out'
      if (Date.now() - toldWaitAt >= tellWaitEveryMs) {
        toldWaitAt = Date.now()
        yield {kind: 'awaiting', awaited: describeWait(isOver)}
      }
      await sleep(lookEveryMs, signal)
    }
  }

  function measureAll() {
    return groups.map((name) => {
      const incident = tracker.lastOf(name)
      return {incident, failover: incident && measureFailover(incident, context)}
    })
  }

  /** Of the first group that has not come to rest. */
  function describeWait(isOver: boolean): string {
    const all = measureAll()
    const {incident, failover} = all.find((one) => one.failover?.isComplete !== true) ?? all[0] ?? {}
    return describeAwaited(incident, failover, {effects, isOver})
  }

  /** All groups have come to rest: a failover in one of them counts most, then what is missing. */
  function judgeAll(isOver: boolean, isSettled: boolean): Outcome | undefined {
    const now = Date.now() - holdMs
    const scenery = {plan, down: tracker.down, writable: probe.writable, now, effects, isOver, isSettled}
    const outcomes = measureAll().map(
      ({incident, failover}) => incident && failover && judgeIncident(incident, failover, scenery),
    )
    if (outcomes.includes(undefined)) return undefined
    return (['no-failover', 'failed-over', 'reconnected'] as const).find((outcome) =>
      outcomes.includes(outcome),
    )
  }

  async function explainAll(): Promise<readonly Explanation[]> {
    const found = await findDown(deployment)
    const down = new Set([...found].filter((name) => !tracker.down.has(name)))
    const facts = {...context, down, now: deployment.seen}
    const incidents = groups.flatMap((name) => tracker.lastOf(name) ?? [])
    return Promise.all(incidents.map((incident) => explainWithFacts(incident, facts, deployment.record)))
  }
}
