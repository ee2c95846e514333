import {setMaxListeners} from 'node:events'
import type {Lab} from '../core/lab/lab.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import type {LabResult} from '../core/lab/result.ts'
import type {ServerInfo} from '../core/words.ts'
import {type RunLabOptions, runLab} from './run-lab.ts'

/** One run of one lab. */
export interface LabTask {
  readonly lab: Lab
  readonly server: ServerInfo
  /** Which of several runs of the same lab on the same server, from 1. */
  readonly round: number
}

export interface LabRun extends LabTask {
  readonly result: LabResult
}

export interface RunLabsOptions extends Omit<RunLabOptions, 'server' | 'onEvent'> {
  /** How many run at the same time. */
  readonly jobs: number
  readonly onEvent?: ((event: LabEvent, task: LabTask) => void) | undefined
}

/**
 * Runs labs, some at the same time, each on a deployment of its own. What cannot be run at all ends everything, after
 * those under way have cleaned up.
 *
 * @returns the runs in the order of the tasks
 */
export async function runLabs(
  tasks: readonly LabTask[],
  options: RunLabsOptions,
): Promise<readonly LabRun[]> {
  const {jobs, onEvent, ...rest} = options
  const runs: LabRun[] = []
  const failing = new AbortController()
  const signal = AbortSignal.any([options.signal, failing.signal])
  // Each lab listens in many places, and as many labs as were asked for do so at once.
  setMaxListeners(0, signal)
  let next = 0

  async function work(): Promise<void> {
    while (next < tasks.length && !signal.aborted) {
      const index = next
      next += 1
      const task = tasks[index] as LabTask
      const {lab, server} = task
      const result = await runLab(lab, {...rest, server, signal, onEvent: (event) => onEvent?.(event, task)})
      runs[index] = {...task, result}
    }
  }

  const works = Array.from({length: Math.min(jobs, tasks.length)}, () =>
    work().catch((error: unknown) => {
      failing.abort(error)
      throw error
    }),
  )
  const settled = await Promise.allSettled(works)
  options.signal.throwIfAborted()
  if (failing.signal.aborted) throw failing.signal.reason
  for (const one of settled) if (one.status === 'rejected') throw one.reason
  return runs
}
