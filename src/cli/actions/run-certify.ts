import {type RunScenariosOptions, runScenarios} from '../../certify/run-scenarios.ts'
import type {ScenarioResult} from '../../core/certify/result.ts'
import type {Scenario} from '../../core/certify/scenario.ts'
import {resolveHome} from '../../engine/state/home.ts'
import {LabPage} from './lab-page.ts'

export interface RunCertifyOptions
  extends Omit<RunScenariosOptions, 'home' | 'onStart' | 'onEvent' | 'onEnd'> {
  readonly isForPeople: boolean
  /** Failed scenarios are kept as pages. */
  readonly keepsPages: boolean
}

export interface CertifyRun {
  readonly results: readonly ScenarioResult[]
  /** The pages of failed scenarios. */
  readonly pages: ReadonlyMap<string, LabPage>
}

/**
 * Takes a client through scenarios, and shows to people what happens.
 *
 * @throws RedislabError what keeps a scenario from being run
 */
export async function runCertify(
  scenarios: readonly Scenario[],
  {isForPeople, keepsPages, ...options}: RunCertifyOptions,
): Promise<CertifyRun> {
  const pages = new Map<string, LabPage>()
  const {CertifyReporter} = await import('../../reporters/certify/certify-reporter.ts')
  using reporter = isForPeople ? new CertifyReporter(scenarios.map(({id}) => id)) : undefined
  const results = await runScenarios(scenarios, {
    ...options,
    home: resolveHome(),
    onStart: (scenario) => {
      reporter?.start(scenario)
      if (keepsPages) pages.set(scenario.id, new LabPage(options.server, 'en'))
    },
    onEvent: (event, scenario) => {
      reporter?.take(event, scenario)
      pages.get(scenario.id)?.take(event)
    },
    onEnd: (result) => {
      reporter?.end(result)
      if (result.outcome !== 'failed') pages.delete(result.id)
    },
  })
  return {results, pages}
}
