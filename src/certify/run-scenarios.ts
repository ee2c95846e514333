import {setMaxListeners} from 'node:events'
import type {ScenarioResult} from '../core/certify/result.ts'
import type {Scenario} from '../core/certify/scenario.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import {type CertifyOptions, runScenario} from './run-scenario.ts'

export interface RunScenariosOptions extends Omit<CertifyOptions, 'onEvent'> {
  /** How many run at the same time. */
  readonly jobs: number
  readonly onStart?: ((scenario: Scenario) => void) | undefined
  readonly onEvent?: ((event: LabEvent, scenario: Scenario) => void) | undefined
  readonly onEnd?: ((result: ScenarioResult, scenario: Scenario) => void) | undefined
}

/**
 * Takes a client through scenarios, several at the same time, each on a deployment of its own.
 *
 * @returns the results in the order of the scenarios
 * @throws RedislabError what keeps a scenario from being run, after those under way have cleaned up
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  {jobs, onStart, onEvent, onEnd, ...options}: RunScenariosOptions,
): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = []
  const failing = new AbortController()
  const signal = AbortSignal.any([options.signal, failing.signal])
  // Each scenario listens in many places.
  setMaxListeners(0, signal)
  let next = 0
  const work = async (): Promise<void> => {
    while (next < scenarios.length && !signal.aborted) {
      const index = next
      next += 1
      const scenario = scenarios[index] as Scenario
      onStart?.(scenario)
      const result = await runScenario(scenario, {
        ...options,
        signal,
        onEvent: (event) => onEvent?.(event, scenario),
      })
      results[index] = result
      onEnd?.(result, scenario)
    }
  }
  const works = Array.from({length: Math.min(jobs, scenarios.length)}, () =>
    work().catch((error: unknown) => {
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
