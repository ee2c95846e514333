import type {FaultReport, LinkFaultReport} from '../../core/contract/fault-report.ts'
import type {Fault} from '../../core/faults/faults.ts'
import {clients} from '../../core/links/link.ts'
import {isLinkFault, type LinkFault} from '../../core/links/link-fault.ts'
import {describeAwaited} from '../../core/timeline/awaited.ts'
import {doesHeal, entryOfProbe, type TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import {effectsOf} from '../../core/timeline/fault-effects.ts'
import {measureFailover} from '../../core/timeline/measure.ts'
import {judgeIncident, type Outcome} from '../../core/timeline/verdict.ts'
import type {Deployment, InjectedFault} from '../deployment/deployment.ts'
import {ViewProbe} from '../observe/view-probe.ts'
import {WriteProbe} from '../observe/write-probe.ts'
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

export interface WatchFaultOptions {
  readonly fault: Fault | LinkFault
  readonly targets: readonly string[]
  /** Milliseconds after which the fault is undone. */
  readonly forMs?: number | undefined
  /** How long to watch at most; as long as two tries of a failover take, unless told. */
  readonly withinMs?: number | undefined
  readonly signal: AbortSignal
  /** Before the fault; it is not injected until this is done. */
  readonly onStart: (scene: WatchScope) => void | Promise<void>
  /** The fault is done. */
  readonly onInjected?: ((injected: WatchedFault['injected']) => void) | undefined
  readonly onEntries: (entries: readonly TimelineEntry[]) => void | Promise<void>
  /** Again and again: what is awaited now, as a phrase. */
  readonly onWait?: ((awaited: string) => void | Promise<void>) | undefined
}

export interface WatchedFault {
  readonly injected: InjectedFault<FaultReport | LinkFaultReport>
  readonly outcome: Outcome
  /** One for each master group that was hit. */
  readonly failovers: readonly Failover[]
  readonly explanations: readonly Explanation[]
}

/** How long an entry is held, so that what is told later and was earlier can be put before it. */
const holdMs = 40
const lookEveryMs = 20
const tellWaitEveryMs = 250
/** What a failover takes beside the times that are set. */
const slackMs = 10_000
/** A sentinel turns a master that came back into a replica after some 10 s (an INFO period). */
const returnMs = 20_000

/** Injects a fault with a probe writing all the time, and follows what comes of it until that is over or stuck. */
export async function watchFault(deployment: Deployment, options: WatchFaultOptions): Promise<WatchedFault> {
  const {fault, targets, forMs, signal, onStart, onEntries} = options
  const before = await deployment.status({signal})
  const {seen} = deployment
  const reach = await findLogReach(deployment.directory, deployment.record.plan)
  const {plan, password} = deployment.record
  const isCluster = plan.mode === 'cluster'
  const effects = effectsOf(fault, forMs)
  const named = await deployment.resolve(
    targets.filter((target) => target !== clients),
    {signal},
  )
  const scene = new WatchScope(plan, before, {
    named: named.map(({name}) => name),
    isHeal: fault.kind === 'heal',
    initial: await readInitialValues(deployment.directory, plan),
  })
  const {tracker, groups} = scene
  await onStart(scene)

  await using probe = new WriteProbe(scene.probed, {password})
  await using views = isCluster ? new ViewProbe(plan, scene.shards, {password}) : undefined
  await waitFor(async () => scene.takeWrites.every((name) => probe.writable.has(name)) || undefined, {
    withinMs: 500,
    everyMs: 5,
    signal,
  })
  // How it was before is no news.
  probe.take()
  const stop = new AbortController()
  const queue: TimelineEntry[] = []
  const startedAt = Date.now()
  const reading = follow()
  try {
    const injected = isLinkFault(fault)
      ? await deployment.inject(fault, targets, {forMs, signal})
      : await deployment.inject(fault, targets, {forMs, signal})
    options.onInjected?.(injected)
    await using settled = effects.givesBack ? new SettledWatch(deployment, groups) : undefined
    const outcome = await watch(injected, settled)
    return {injected, outcome, ...(await conclude())}
  } finally {
    stop.abort()
    await reading
  }

  async function follow(): Promise<void> {
    const all = AbortSignal.any([signal, stop.signal])
    const {directory} = deployment
    // What the probe noticed comes by a shorter way.
    for await (const batch of readTimeline(
      {directory, plan},
      {sinceMs: startedAt, follow: true, signal: all},
    ))
      queue.push(...batch.filter(({source}) => source !== 'probe'))
  }

  /** Takes what is old enough to be in order. What the probe noticed is kept: the timeline tells it later, too. */
  async function takeUntil(time: number): Promise<readonly TimelineEntry[]> {
    const noticed = [...probe.take(), ...(views?.take() ?? [])].sort((a, b) => a.at - b.at)
    for (const {at, entry} of noticed) {
      queue.push(entryOfProbe(at, entry, plan))
      await appendJournal(deployment.directory, new Date(at), entry)
    }
    queue.sort((a, b) => a.at - b.at)
    const count = queue.findIndex(({at}) => at > time)
    return queue.splice(0, count < 0 ? queue.length : count)
  }

  async function tell(entries: readonly TimelineEntry[]): Promise<void> {
    for (const entry of entries) {
      tracker.push(entry)
      await onEntries([entry])
    }
  }

  async function watch(
    {report, healsAt}: WatchedFault['injected'],
    settled: SettledWatch | undefined,
  ): Promise<Outcome> {
    const {lastsMs, givesBack, oldMasterReturns} = effects
    const forReturn = oldMasterReturns || givesBack ? returnMs : 0
    const within = options.withinMs ?? triesMs(plan, seen) + slackMs + (lastsMs ?? 0) + forReturn
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
      await tell(entries)
      const outcome = judgeAll(isHealed || Date.now() > overAt, settled?.isSettled === true)
      if (outcome !== undefined) return outcome
      if (Date.now() > deadline)
        return measureAll().every((it) => it?.outcome === 'failed-over') ? 'failed-over' : 'timed-out'
      if (options.onWait !== undefined && Date.now() - toldWaitAt >= tellWaitEveryMs) {
        toldWaitAt = Date.now()
        await options.onWait(describeWait(isHealed || Date.now() > overAt))
      }
      await sleep(lookEveryMs, signal)
    }
  }

  /** Of the first group that has not come to rest. */
  function describeWait(isOver: boolean): string {
    const failovers = measureAll()
    const index = Math.max(
      0,
      failovers.findIndex((it) => it === undefined || !it.isComplete),
    )
    const name = groups[index]
    const incident = name === undefined ? undefined : tracker.lastOf(name)
    return describeAwaited(incident, failovers[index], {effects, isOver})
  }

  function measureAll(): readonly (Failover | undefined)[] {
    return groups.map((name) => {
      const incident = tracker.lastOf(name)
      return incident && measureFailover(incident, {plan, names: tracker.names, ...reach})
    })
  }

  /** All groups have come to rest: a failover in one of them counts most, then what is missing. */
  function judgeAll(isOver: boolean, isSettled: boolean): Outcome | undefined {
    const outcomes = groups.map((name) => {
      const incident = tracker.lastOf(name)
      if (incident === undefined) return undefined
      const failover = measureFailover(incident, {plan, names: tracker.names, ...reach})
      return judgeIncident(incident, failover, {
        plan,
        down: tracker.down,
        writable: probe.writable,
        now: Date.now() - holdMs,
        effects,
        isOver,
        isSettled,
      })
    })
    if (outcomes.includes(undefined)) return undefined
    return (['no-failover', 'failed-over', 'reconnected'] as const).find((outcome) =>
      outcomes.includes(outcome),
    )
  }

  async function conclude(): Promise<Pick<WatchedFault, 'failovers' | 'explanations'>> {
    await tell(await takeUntil(Number.POSITIVE_INFINITY))
    const explanations = await Promise.all(
      groups.flatMap((name) => {
        const incident = tracker.lastOf(name)
        return incident === undefined ? [] : [explain(name)]
      }),
    )
    const known = explanations.filter((it) => it !== undefined)
    return {failovers: known.map(({failover}) => failover), explanations: known}
  }

  async function explain(group: string): Promise<Explanation | undefined> {
    const incident = tracker.lastOf(group)
    if (incident === undefined) return undefined
    const found = await findDown(deployment)
    const down = new Set([...found].filter((name) => !tracker.down.has(name)))
    const context = {plan, names: tracker.names, down, ...reach, now: deployment.seen}
    return explainWithFacts(incident, context, deployment.record)
  }
}
