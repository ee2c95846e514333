import {RedislabError} from '../../core/errors/errors.ts'
import type {LoadReport} from '../../core/load/report.ts'
import {isAboutLosses, predict} from '../../core/rehearsal/predict.ts'
import type {CaseResult, RehearsalCase} from '../../core/rehearsal/rehearsal.ts'
import {findUnservedOnBestSide, joinRanges} from '../../core/rehearsal/unserved.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {formatSlots, type SlotRange} from '../../core/topology/slots.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {settleAll} from '../../engine/time/settle.ts'
import {waitFor} from '../../engine/time/wait.ts'
import type {Load} from '../../load/load.ts'
import {startLoad} from '../../load/start-load.ts'
import {type CaseOptions, enoughWrites} from './case-options.ts'
import {doCase} from './do-case.ts'
import {sayWhy} from './say-why.ts'

export type RunCaseOptions = CaseOptions

/** What a case came to, and from when on its twin tells of it. */
export interface CaseEnd {
  readonly result: CaseResult
  readonly reports: readonly LoadReport<'acked-writes'>[]
  /** Milliseconds since 1970. */
  readonly sinceMs: number
}

/** How long the first writes may take. */
const beginWithinMs = 15_000
/** Writes per second to a group; of many groups, all share what three have. */
const groupRate = 100

/**
 * Does what a case is about to a twin that is well, while clients write to each master group or shard.
 *
 * @throws RedislabError what a load or a fault throws
 */
export async function runCase(
  one: RehearsalCase,
  deployment: Deployment,
  options: RunCaseOptions,
): Promise<CaseEnd> {
  const {signal} = options
  const {plan} = deployment.record
  const rate = Math.max(10, Math.min(groupRate, Math.round((3 * groupRate) / plan.masters.length)))
  const loads: Load<'acked-writes'>[] = []
  try {
    await settleAll(
      plan.masters.map(async ({name: masterName}, index) => {
        loads[index] = await startLoad(deployment, {
          kind: 'acked-writes',
          rate,
          concurrency: 2,
          masterName,
          signal,
        })
      }),
    )
    await awaitWrites(plan, loads, signal)
    const sinceMs = Date.now()
    const {problem, unserved: seen} = await doCase(one, deployment, loads, options)
    const survived = problem === undefined
    const unserved = survived ? [] : (seen ?? (await lookForUnserved(deployment, one, signal)))
    const why = await sayWhy(one, deployment, {problem, unserved, sinceMs, options})
    const reports = await stopLoads(one, deployment, loads, {survived, unserved})
    const losses = predict(plan, one.instances, options.unfit)
    const result = {
      ...one,
      survived,
      isProtected:
        isAboutLosses(one) && losses.length > 0 && survived
          ? losses.every(({shortages}) => shortages.length === 0)
          : null,
      unserved: plan.mode === 'cluster' ? formatSlots(joinRanges(unserved)) : null,
      ...countWrites(one, reports, survived),
      why,
    }
    return {result, reports, sinceMs}
  } finally {
    // Of those that could not be started there is none.
    await Promise.allSettled(Object.values(loads).map((load) => load[Symbol.asyncDispose]()))
  }
}

/** What takes no writes before the fault shows nothing of the fault. @throws RedislabError TIMED_OUT */
async function awaitWrites(
  {masters}: Plan,
  loads: readonly Load<'acked-writes'>[],
  signal: AbortSignal,
): Promise<void> {
  const written = (load: Load<'acked-writes'> | undefined) => load?.snapshot().succeeded ?? 0
  const areTaken = await waitFor(
    async () => loads.every((load) => written(load) >= enoughWrites) || undefined,
    {withinMs: beginWithinMs, everyMs: 20, signal},
  )
  if (areTaken) return
  const silent = masters.filter((_, index) => written(loads[index]) < enoughWrites).map(({name}) => name)
  throw new RedislabError(
    'TIMED_OUT',
    `The twin took no writes for ${silent.join(', ')} within ${beginWithinMs / 1000} s, before anything was done to it.`,
    {
      suggestions: ['Let the machine do less meanwhile, or see what a diagnosis of the original finds.'],
    },
  )
}

function countWrites(
  {kind}: RehearsalCase,
  reports: readonly LoadReport<'acked-writes'>[],
  survived: boolean,
): Pick<CaseResult, 'outageMs' | 'acknowledged' | 'lost'> {
  return {
    // Clients reach a master that is cut off all the same.
    outageMs:
      survived || kind === 'partition'
        ? Math.max(0, ...reports.map(({outageMs}) => Math.round(outageMs)))
        : null,
    acknowledged: reports.reduce((sum, it) => sum + it.acknowledged, 0),
    lost: reports.some(({lost}) => lost === null)
      ? null
      : reports.reduce((sum, it) => sum + (it.lost ?? 0), 0),
  }
}

async function lookForUnserved(
  deployment: Deployment,
  {kind, instances}: RehearsalCase,
  signal: AbortSignal,
): Promise<readonly SlotRange[]> {
  const {plan} = deployment.record
  if (plan.mode !== 'cluster') return []
  const {masters} = await deployment.status({signal})
  return findUnservedOnBestSide(plan, masters, kind === 'partition' ? instances : [])
}

/** Where it was not survived nobody is master: what is left is looked at on an instance that still runs. */
async function stopLoads(
  {instances, kind}: RehearsalCase,
  deployment: Deployment,
  loads: readonly Load<'acked-writes'>[],
  {survived, unserved}: {readonly survived: boolean; readonly unserved: readonly SlotRange[]},
): Promise<readonly LoadReport<'acked-writes'>[]> {
  const {plan} = deployment.record
  return Promise.all(
    loads.map((load, index) => {
      const group = plan.masters[index]
      if (survived || (plan.mode === 'cluster' && isServed(group, unserved))) return load.stop()
      const members = plan.instances.filter(({masterName}) => masterName === group?.name)
      const left = members.find(({name}) => kind === 'all' || !instances.includes(name)) ?? members[0]
      return load.stop({on: left?.name})
    }),
  )
}

function isServed(group: Plan['masters'][number] | undefined, unserved: readonly SlotRange[]): boolean {
  const first = group?.slots?.first
  return first !== undefined && !unserved.some((range) => range.first <= first && first <= range.last)
}
