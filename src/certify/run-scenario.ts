import process from 'node:process'
import type {Reason, ScenarioResult} from '../core/certify/result.ts'
import type {Scenario} from '../core/certify/scenario.ts'
import {connectionNames, connectionVariables} from '../core/env/connection-variables.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import type {ServerInfo} from '../core/words.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {runLab} from '../runner/run-lab.ts'
import {blankResult} from './blank-result.ts'
import {Examination} from './examination.ts'
import {chooseServerFor} from './server-for.ts'

export interface CertifyOptions {
  readonly home: string
  /** The client: a program and its arguments. */
  readonly command: readonly string[]
  readonly server: ServerInfo
  /** How long a client may take after the last fault, in milliseconds. */
  readonly waitMs: number
  /** Identifiers of scenarios that are expected to fail. */
  readonly known: ReadonlySet<string>
  readonly signal: AbortSignal
  readonly onEvent?: ((event: LabEvent) => void) | undefined
}

/**
 * Takes a client through one scenario, on a deployment of its own, and judges it from outside.
 *
 * @throws RedislabError what starting a deployment and a program throw; INTERRUPTED
 */
export async function runScenario(scenario: Scenario, options: CertifyOptions): Promise<ScenarioResult> {
  const {lab, certify} = scenario
  const {home, command, signal, waitMs, known, onEvent} = options
  const startedAt = Date.now()
  const server = await chooseServerFor(certify.server, options.server, signal)
  const blank = {...blankResult(scenario, options.server), known: known.has(scenario.id)}
  if (server === undefined) return {...blank, known: false, skipped: `needs ${certify.server}`}
  let examination: Examination | undefined
  let isCompanionOver = false
  let broken: string | undefined
  const last = lab.steps.at(-1)?.number
  const result = await runLab(lab, {
    home,
    server,
    signal,
    companion: async (deployment: Deployment) => {
      try {
        await examine(deployment)
      } finally {
        isCompanionOver = true
      }
    },
    beforeStep: async (step) => {
      // The companion begins at the same time. What it throws is told by runLab.
      while (examination === undefined && !isCompanionOver)
        await new Promise((resolve) => setTimeout(resolve, 10))
      try {
        await examination?.before(step)
      } catch (error) {
        examination?.abandon()
        throw error
      }
    },
    onEvent: (event) => {
      onEvent?.(event)
      if (event.kind !== 'step-ended') return
      const {status, problem, text} = event.result
      // The first is the innermost: it knows what went wrong.
      if (status === 'failed') broken ??= `${text}: expected ${problem?.expected}; seen: ${problem?.seen}`
      if (event.depth !== 0) return
      if (event.step.number === last || status === 'failed') examination?.stepsEnded()
    },
  })
  if (result.outcome === 'skipped') return {...blank, known: false, skipped: result.reason}
  const found = await (examination as Examination | undefined)?.result
  if (found === undefined) return {...blank, broken: true, skipped: result.reason ?? 'it could not be begun'}
  const durationMs = Date.now() - startedAt
  if (broken !== undefined && found.process.exitCode === null && found.process.signal === null)
    return {
      ...blank,
      server,
      durationMs,
      known: false,
      broken: true,
      skipped: `the scenario itself did not go as it should: ${broken}`,
    }
  const reasons: readonly Reason[] = found.reasons
  const passed = reasons.length === 0 && found.skipped === null
  const outcome = found.skipped !== null ? 'skipped' : passed ? 'passed' : 'failed'
  return {
    ...blank,
    ...found,
    server,
    durationMs,
    passed,
    outcome,
    known: outcome === 'failed' && known.has(scenario.id),
  }

  async function examine(deployment: Deployment): Promise<void> {
    const status = await deployment.status({signal})
    const others = Object.fromEntries(connectionNames.map((name) => [name, undefined]))
    const env = {
      ...process.env,
      ...others,
      ...withSeeds(connectionVariables(status, deployment.record), scenario, deployment),
      REDISLAB_SCENARIO: scenario.id,
      REDISLAB_WORKLOAD: certify.workload,
    }
    examination = await Examination.begin({deployment, scenario, command, env, waitMs, signal})
    await examination.end()
  }
}

/** The variables of `exec`, with those sentinels or nodes only that the scenario tells the client of. */
function withSeeds(
  variables: Readonly<Record<string, string>>,
  {certify: {seeds, fronts}}: Scenario,
  {record}: Deployment,
): Readonly<Record<string, string>> {
  const addressOf = (name: string) => {
    const instance = record.plan.instances.find((one) => one.name === name)
    return `${fronts?.at ?? instance?.host}:${instance?.port}`
  }
  if (seeds !== undefined) {
    const list = seeds.map((seed) => {
      const instance = record.plan.instances.find((one) => one.name === seed)
      return `${instance?.host}:${instance?.port}`
    })
    const name = record.plan.mode === 'cluster' ? 'REDIS_CLUSTER_NODES' : 'REDIS_SENTINELS'
    return {...variables, [name]: list.join(',')}
  }
  if (fronts === undefined) return variables
  const nodes = record.plan.instances.filter(({kind}) => kind === 'redis').map(({name}) => addressOf(name))
  return {...variables, REDIS_CLUSTER_NODES: nodes.join(',')}
}
