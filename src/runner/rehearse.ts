import {setMaxListeners} from 'node:events'
import {RedislabError} from '../core/errors/errors.ts'
import {messageOf} from '../core/errors/message-of.ts'
import type {LoadReport} from '../core/load/report.ts'
import {isFatal, predict, sayArithmetic, sayDown, type Unfit} from '../core/rehearsal/predict.ts'
import type {CaseResult, RehearsalCase} from '../core/rehearsal/rehearsal.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {resetDeployment} from '../engine/reset/reset-deployment.ts'
import {sleep, waitFor} from '../engine/time/wait.ts'
import {explainLast} from '../engine/timeline/explain-last.ts'
import type {Load} from '../load/load.ts'
import {startLoad} from '../load/start-load.ts'

export interface RehearseOptions {
  /** Starts a twin of its own for each that works at the same time. */
  readonly start: (index: number) => Promise<Deployment>
  readonly jobs: number
  readonly unfit: Unfit
  /** So long is looked whether writes go on, where no master was hit; in milliseconds. */
  readonly observeMs: number
  readonly signal: AbortSignal
  readonly onCase?: ((event: CaseEvent) => void) | undefined
}

export type CaseEvent =
  | {readonly kind: 'case-started'; readonly index: number}
  | {readonly kind: 'case-ended'; readonly index: number; readonly result: CaseResult}

/** How long the first writes may take, and what is brought back. */
const beginWithinMs = 15_000
const backWithinMs = 40_000
/** What a failover takes beside its timers. */
const slackMs = 6000
/** So many writes in a row show that they are taken again. */
const enoughWrites = 10

/**
 * Runs cases on twins, each case on one that was put back to how it began, with clients that write.
 *
 * @returns the results in the order of the cases
 * @throws RedislabError what starting a twin or resetting it throws
 */
export async function rehearse(
  cases: readonly RehearsalCase[],
  {start, jobs, onCase, ...options}: RehearseOptions,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  const failing = new AbortController()
  const signal = AbortSignal.any([options.signal, failing.signal])
  setMaxListeners(0, signal)
  let next = 0

  async function work(worker: number): Promise<void> {
    await using deployment = await start(worker)
    let isFirst = true
    while (next < cases.length && !signal.aborted) {
      const index = next
      next += 1
      if (!isFirst) await resetDeployment(deployment, {signal, withinMs: backWithinMs})
      isFirst = false
      onCase?.({kind: 'case-started', index})
      const result = await runCase(cases[index] as RehearsalCase, deployment, {...options, signal})
      results[index] = result
      onCase?.({kind: 'case-ended', index, result})
    }
  }

  const works = Array.from({length: Math.min(jobs, cases.length)}, (_, worker) =>
    work(worker).catch((error: unknown) => {
      failing.abort(error)
      throw error
    }),
  )
  const settled = await Promise.allSettled(works)
  options.signal.throwIfAborted()
  if (failing.signal.aborted) throw failing.signal.reason
  for (const one of settled) if (one.status === 'rejected') throw one.reason
  return results
}

type CaseOptions = Pick<RehearseOptions, 'unfit' | 'observeMs' | 'signal'>

async function runCase(
  one: RehearsalCase,
  deployment: Deployment,
  options: CaseOptions,
): Promise<CaseResult> {
  const {signal} = options
  const {plan} = deployment.record
  const loads = await Promise.all(
    (plan.mode === 'cluster' ? [undefined] : plan.masters.map(({name}) => name)).map((masterName) =>
      startLoad(deployment, {kind: 'acked-writes', rate: 100, concurrency: 2, masterName, signal}),
    ),
  )
  try {
    await waitFor(async () => loads.every((load) => load.snapshot().succeeded >= enoughWrites) || undefined, {
      withinMs: beginWithinMs,
      everyMs: 20,
      signal,
    })
    const began = Date.now()
    const problem = await doCase(one, deployment, loads, options)
    const survived = problem === undefined
    const why = await sayWhy(one, deployment, {survived, problem, sinceMs: began, options})
    const reports = await stopLoads(one, deployment, loads, survived)
    const losses = predict(plan, one.instances, options.unfit)
    const findings = reports
    const isAboutVotes =
      (one.kind === 'instance' || one.kind === 'host' || one.kind === 'pair') && losses.length > 0
    return {
      ...one,
      survived,
      isProtected: isAboutVotes && survived ? losses.every(({shortages}) => shortages.length === 0) : null,
      // Clients reach a master that is cut off all the same.
      outageMs:
        survived || one.kind === 'partition'
          ? Math.max(0, ...reports.map(({outageMs}) => Math.round(outageMs)))
          : null,
      acknowledged: findings.reduce((sum, it) => sum + it.acknowledged, 0),
      lost: findings.some(({lost}) => lost === null)
        ? null
        : findings.reduce((sum, it) => sum + (it.lost ?? 0), 0),
      why,
    }
  } finally {
    await Promise.allSettled(loads.map((load) => load[Symbol.asyncDispose]()))
  }
}

/** Where it was not survived nobody is master: what is left is looked at on an instance that still runs. */
async function stopLoads(
  {instances, kind}: RehearsalCase,
  deployment: Deployment,
  loads: readonly Load<'acked-writes'>[],
  survived: boolean,
): Promise<readonly LoadReport<'acked-writes'>[]> {
  const {plan} = deployment.record
  return Promise.all(
    loads.map((load, index) => {
      if (survived || plan.mode === 'cluster') return load.stop()
      const group = plan.masters[index]?.name
      const members = plan.instances.filter(({masterName}) => masterName === group)
      const left = members.find(({name}) => kind === 'all' || !instances.includes(name)) ?? members[0]
      return load.stop({on: left?.name})
    }),
  )
}

/** @returns what is missing, where it was not survived */
async function doCase(
  one: RehearsalCase,
  deployment: Deployment,
  loads: readonly Load[],
  options: CaseOptions,
): Promise<string | undefined> {
  const {signal} = options
  const inject: Deployment['inject'] = deployment.inject.bind(deployment)
  switch (one.kind) {
    case 'instance':
    case 'host':
    case 'pair':
      await inject({kind: 'kill', signal: 'SIGKILL'}, one.instances, {signal})
      return awaitWrites(one, deployment, loads, options)
    case 'freeze':
      await inject({kind: 'pause'}, one.instances, {signal})
      return awaitWrites(one, deployment, loads, options)
    case 'partition': {
      await inject({kind: 'partition'}, one.instances, {signal})
      const problem = await awaitOtherMasters(one, deployment, options)
      await inject({kind: 'heal'}, [], {signal})
      await awaitReady(deployment, signal)
      return (
        problem ?? (await awaitWrites({...one, masters: []}, deployment, loads, {...options, observeMs: 0}))
      )
    }
    case 'planned':
      return failOver(one.instances[0] ?? '', deployment, signal)
    case 'rolling':
      return (
        (await restartAll(deployment, signal)) ??
        (await awaitWrites({...one, masters: []}, deployment, loads, {...options, observeMs: 0}))
      )
    case 'all':
      await inject({kind: 'kill', signal: 'SIGKILL'}, one.instances, {signal})
      await inject({kind: 'start'}, one.instances, {signal})
      return awaitWrites(one, deployment, loads, {...options, observeMs: backWithinMs}, backWithinMs)
  }
}

/** Waits until every group takes writes again; where no master was hit, looks whether they go on. */
async function awaitWrites(
  {masters, instances}: RehearsalCase,
  deployment: Deployment,
  loads: readonly Load[],
  {observeMs, unfit, signal}: CaseOptions,
  withinMs?: number,
): Promise<string | undefined> {
  const {plan} = deployment.record
  const {downAfterMs, failoverTimeoutMs} = plan.settings
  if (masters.length === 0) await sleep(observeMs, signal)
  const from = loads.map((load) => load.snapshot().succeeded)
  const isHopeless = isFatal(predict(plan, instances, unfit))
  const within = withinMs ?? downAfterMs + slackMs + (isHopeless ? 0 : 2 * failoverTimeoutMs)
  const isBack = await waitFor(
    async () => {
      const all = loads.map((load) => load.snapshot())
      const isWriting = all.every(
        ({succeeded, outageMs}, index) => outageMs === null && succeeded >= (from[index] ?? 0) + enoughWrites,
      )
      return isWriting || undefined
    },
    {withinMs: within, everyMs: 50, signal},
  )
  return isBack === undefined ? `no writes were taken within ${within} ms` : undefined
}

/** A master that is cut off is reached by clients all the same: what counts is that the others have a new one. */
async function awaitOtherMasters(
  {masters, instances}: RehearsalCase,
  deployment: Deployment,
  {unfit, signal}: CaseOptions,
): Promise<string | undefined> {
  const {plan} = deployment.record
  const {downAfterMs, failoverTimeoutMs} = plan.settings
  const isHopeless = isFatal(predict(plan, instances, unfit))
  const groups = plan.masters.filter(({instance}) => masters.includes(instance))
  using observer = deployment.observer()
  const within = downAfterMs + slackMs + (isHopeless ? 0 : 2 * failoverTimeoutMs)
  const found = await waitFor(
    async () => {
      const status = await deployment.statusBy(observer, {signal})
      return (
        groups.every(({name}) =>
          status.masters.find((it) => it.name === name)?.claimedBy.some((it) => !instances.includes(it)),
        ) || undefined
      )
    },
    {withinMs: within, everyMs: 100, signal},
  )
  return found === undefined ? `the others had no new master within ${within} ms` : undefined
}

async function failOver(
  master: string,
  deployment: Deployment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const {plan} = deployment.record
  const group = plan.masters.find(({instance}) => instance === master)
  const replica = plan.instances.find(({replicaOf}) => replicaOf === master)?.name ?? master
  try {
    await deployment.inject({kind: 'failover'}, [plan.mode === 'cluster' ? replica : master], {signal})
  } catch (error) {
    if (!(error instanceof RedislabError)) throw error
    return messageOf(error)
  }
  using observer = deployment.observer()
  const within = 2 * slackMs + plan.settings.failoverTimeoutMs
  const isOver = await waitFor(
    async () => {
      const {ready, masters} = await deployment.statusBy(observer, {signal})
      const now = masters.find(({name}) => name === group?.name)?.instance
      return (ready && now !== null && now !== master) || undefined
    },
    {withinMs: within, everyMs: 100, signal},
  )
  return isOver === undefined ? `it was not over within ${within} ms` : undefined
}

/** Replicas and sentinels first; a master is replaced before it is restarted, where somebody can replace it. */
async function restartAll(deployment: Deployment, signal: AbortSignal): Promise<string | undefined> {
  const {plan} = deployment.record
  const masters = plan.masters.map(({instance}) => instance)
  const others = plan.instances.filter(({name}) => !masters.includes(name))
  for (const {name} of others) {
    await deployment.inject({kind: 'restart'}, [name], {signal})
    const problem = await awaitReady(deployment, signal)
    if (problem !== undefined) return `after ${name}: ${problem}`
  }
  for (const master of masters) {
    const canFailOver =
      (plan.mode === 'sentinel' || plan.mode === 'cluster') &&
      others.some(({replicaOf}) => replicaOf === master)
    const problem = canFailOver ? await failOver(master, deployment, signal) : undefined
    if (problem !== undefined) return `failover of ${master}: ${problem}`
    await deployment.inject({kind: 'restart'}, [master], {signal})
    const unready = await awaitReady(deployment, signal)
    if (unready !== undefined) return `after ${master}: ${unready}`
  }
  return undefined
}

/** @returns what is missing when the time is over */
async function awaitReady(deployment: Deployment, signal: AbortSignal): Promise<string | undefined> {
  using observer = deployment.observer()
  let missing = 'nothing was seen'
  const isReady = await waitFor(
    async () => {
      const {ready, notReady} = await deployment.statusBy(observer, {signal})
      missing = notReady[0] ?? ''
      return ready || undefined
    },
    {withinMs: backWithinMs, everyMs: 100, signal},
  )
  return isReady === undefined ? missing : undefined
}

async function sayWhy(
  one: RehearsalCase,
  deployment: Deployment,
  {
    survived,
    problem,
    sinceMs,
    options: {unfit, signal},
  }: {
    readonly survived: boolean
    readonly problem: string | undefined
    readonly sinceMs: number
    readonly options: CaseOptions
  },
): Promise<string> {
  const isLoss = one.kind !== 'planned' && one.kind !== 'rolling' && one.kind !== 'all'
  const losses = isLoss ? predict(deployment.record.plan, one.instances, unfit) : []
  const isShort = losses.some(({shortages}) => shortages.length > 0)
  if (!survived && isShort) return sayDown(one, sayArithmetic(losses, one.masters))
  if (survived && isShort && one.masters.length === 0)
    return `The master goes on, and nothing replaces it if it fails as well: this takes ${sayArithmetic(losses, [])}.`
  if (survived && one.masters.length === 0) return 'Writes went on.'
  if (one.kind === 'rolling' || one.kind === 'all')
    return survived ? 'Writes are taken again when it is over.' : `It did not come back: ${problem}.`
  const {explanations} = await explainLast(deployment, {sinceMs, signal})
  const [explanation] = explanations
  const told = [explanation?.summary, ...(survived ? [] : [explanation?.reasons[0]?.text])].filter(Boolean)
  return told.length > 0 ? told.join(' ') : survived ? 'Writes went on.' : `${problem}.`
}
