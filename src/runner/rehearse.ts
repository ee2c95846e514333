import {setMaxListeners} from 'node:events'
import type {CaseResult, RehearsalCase} from '../core/rehearsal/rehearsal.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {resetDeployment} from '../engine/reset/reset-deployment.ts'
import {backWithinMs} from './rehearsal/case-options.ts'
import {type CaseEnd, type RunCaseOptions, runCase} from './rehearsal/run-case.ts'

export interface RehearseOptions extends RunCaseOptions {
  /** Starts a twin of its own for each that works at the same time. */
  readonly start: (index: number) => Promise<Deployment>
  readonly jobs: number
  readonly onCase?: ((event: CaseEvent) => void | Promise<void>) | undefined
}

export type CaseEvent =
  | {readonly kind: 'case-started'; readonly index: number}
  /** Its twin is as the case has left it until what is done here is done. */
  | ({
      readonly kind: 'case-ended'
      readonly index: number
      readonly deployment: Deployment
      readonly signal: AbortSignal
    } & CaseEnd)

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
      await onCase?.({kind: 'case-started', index})
      const end = await runCase(cases[index] as RehearsalCase, deployment, {...options, signal})
      results[index] = end.result
      await onCase?.({kind: 'case-ended', index, deployment, signal, ...end})
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
