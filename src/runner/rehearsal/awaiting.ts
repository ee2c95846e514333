import {isFatal, predict} from '../../core/rehearsal/predict.ts'
import type {RehearsalCase} from '../../core/rehearsal/rehearsal.ts'
import {findUnserved, findUnservedOnBestSide} from '../../core/rehearsal/unserved.ts'
import type {SlotRange} from '../../core/topology/slots.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {sleep, waitFor} from '../../engine/time/wait.ts'
import type {Load} from '../../load/load.ts'
import {
  backWithinMs,
  type CaseOptions,
  type CaseProblem,
  enoughWrites,
  failoverWithinMs,
} from './case-options.ts'

/**
 * Waits until every group takes writes again, and every slot of a cluster is served; where no master was hit, looks whether
 * they go on.
 *
 * @returns what is missing when the time is over
 */
export async function awaitWrites(
  {masters, instances}: RehearsalCase,
  deployment: Deployment,
  loads: readonly Load[],
  {observeMs, unfit, signal}: CaseOptions,
  withinMs?: number,
): Promise<string | undefined> {
  const {plan} = deployment.record
  if (masters.length === 0) await sleep(observeMs, signal)
  const from = loads.map((load) => load.snapshot().succeeded)
  const within = withinMs ?? failoverWithinMs(plan, isFatal(predict(plan, instances, unfit)))
  using observer = deployment.observer()
  let missing = 'no writes were taken'
  const isBack = await waitFor(
    async () => {
      const all = loads.map((load) => load.snapshot())
      const isWriting = all.every(
        ({succeeded, outageMs}, index) => outageMs === null && succeeded >= (from[index] ?? 0) + enoughWrites,
      )
      if (!isWriting) return undefined
      if (plan.mode !== 'cluster') return true
      missing = 'not every slot was served'
      const status = await deployment.statusBy(observer, {signal})
      return findUnserved(plan, status.masters).length === 0 || undefined
    },
    {withinMs: within, everyMs: 50, signal},
  )
  return isBack === undefined ? `${missing} within ${within} ms` : undefined
}

/**
 * A master that is cut off is reached by clients all the same: what counts is that the others have a new one. Of a cluster, that
 * every slot is served on one side of the cut.
 */
export async function awaitOtherMasters(
  {masters, instances}: RehearsalCase,
  deployment: Deployment,
  {unfit, signal}: CaseOptions,
): Promise<CaseProblem> {
  const {plan} = deployment.record
  const isCluster = plan.mode === 'cluster'
  const groups = plan.masters.filter(({instance}) => masters.includes(instance))
  using observer = deployment.observer()
  const within = failoverWithinMs(plan, isFatal(predict(plan, instances, unfit)))
  let unserved: readonly SlotRange[] = []
  const found = await waitFor(
    async () => {
      const status = await deployment.statusBy(observer, {signal})
      if (isCluster) {
        unserved = findUnservedOnBestSide(plan, status.masters, instances)
        return unserved.length === 0 || undefined
      }
      return (
        groups.every(({name}) =>
          status.masters.find((it) => it.name === name)?.claimedBy.some((it) => !instances.includes(it)),
        ) || undefined
      )
    },
    {withinMs: within, everyMs: 100, signal},
  )
  if (found !== undefined) return {}
  const missing = isCluster ? 'neither side served every slot' : 'the others had no new master'
  return {problem: `${missing} within ${within} ms`, unserved}
}

/** @returns what is missing when the time is over */
export async function awaitReady(deployment: Deployment, signal: AbortSignal): Promise<string | undefined> {
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
