import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {filesOf, renderConf, type Templates} from '../core/config/render.ts'
import {RedislabError} from '../core/errors.ts'
import {findUnmet} from '../core/status/readiness.ts'
import type {PlannedInstance} from '../core/topology/plan.ts'
import type {Host} from './host/host.ts'
import {instanceDirectory, spawnInstance, waitUntilAnswers} from './instance-process.ts'
import {introduceSentinels} from './introduce.ts'
import {DeploymentObserver} from './observe-deployment.ts'
import {unwritable} from './state/home.ts'
import {type DeploymentRecord, writeRecord} from './state/record.ts'
import {waitFor} from './wait.ts'

/** The steps of bringing a deployment up, in order. Those that do not apply are left out. */
export type StepName = 'configure' | 'masters' | 'replicas' | 'sentinels' | 'ready'

export interface Step {
  readonly name: StepName
  readonly ms: number
}

export type StepEvent =
  | {readonly kind: 'step-started'; readonly name: StepName; readonly detail: string}
  | {readonly kind: 'step-done'; readonly name: StepName; readonly ms: number}

export interface BringUpOptions {
  readonly host: Host
  readonly templates: Templates
  /** Milliseconds for the whole. */
  readonly withinMs: number
  readonly signal?: AbortSignal | undefined
  readonly onStep?: ((event: StepEvent) => void) | undefined
}

/**
 * Starts every instance of a deployment whose run directory and record exist, and waits until it is ready.
 *
 * The order is what makes it fast. Masters answer before replicas start, since a replica whose first connection is
 * refused tries again only after a second. Replicas answer before sentinels start, since a sentinel whose first
 * connection is refused tries again only after a ping period. Sentinels all listen before they are introduced to each
 * other, for the same reason.
 */
export async function bringUp(
  directory: string,
  record: DeploymentRecord,
  {host, templates, withinMs, signal, onStep}: BringUpOptions,
): Promise<readonly Step[]> {
  const {plan} = record
  const steps: Step[] = []
  const step = async (name: StepName, detail: string, work: () => Promise<void>) => {
    const startedAt = performance.now()
    onStep?.({kind: 'step-started', name, detail})
    await work()
    signal?.throwIfAborted()
    const ms = Math.round(performance.now() - startedAt)
    steps.push({name, ms})
    onStep?.({kind: 'step-done', name, ms})
  }
  const start = async (instances: readonly PlannedInstance[]) => {
    await Promise.all(
      instances.map(async (instance) => {
        const identity = await spawnInstance(host, record.server, instance, directory)
        record.processes[instance.name] = {process: identity, stopped: false}
      }),
    )
    await writeRecord(directory, record)
    await waitUntilAllAnswer(instances)
  }
  const waitUntilAllAnswer = (instances: readonly PlannedInstance[]) =>
    Promise.all(
      instances.map((instance) => {
        const identity = record.processes[instance.name]?.process
        if (identity == null) throw new TypeError(`${instance.name} was not started`)
        return waitUntilAnswers(instance, identity, {
          host,
          runDirectory: directory,
          password: record.password,
          withinMs,
          signal,
        })
      }),
    )

  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  await step('configure', names(plan.instances), () => writeConfs(directory, record, templates))
  for (const [index, level] of replicationLevels(plan.instances).entries()) {
    await step(index === 0 ? 'masters' : 'replicas', names(level), () => start(level))
  }
  if (sentinels.length > 0) {
    await step('sentinels', names(sentinels), async () => {
      await start(sentinels)
      if (plan.settings.timing === 'lab') await introduceSentinels(plan)
    })
  }
  await step('ready', 'links up, sentinels agree', () => waitUntilReady(record, {host, withinMs, signal}))
  return steps
}

/** Data instances by their distance from a master: masters first, then their replicas, then the replicas of those. */
function replicationLevels(instances: readonly PlannedInstance[]): readonly (readonly PlannedInstance[])[] {
  const levels: PlannedInstance[][] = []
  let upstream: readonly (string | undefined)[] = [undefined]
  while (true) {
    const level = instances.filter(({kind, replicaOf}) => kind === 'redis' && upstream.includes(replicaOf))
    if (level.length === 0) return levels
    levels.push(level)
    upstream = level.map(({name}) => name)
  }
}

async function writeConfs(
  directory: string,
  {plan, password}: DeploymentRecord,
  templates: Templates,
): Promise<void> {
  const rendered = path.join(directory, 'rendered')
  // Rendered before anything is written, so that a mistake in a template leaves nothing half done.
  const confs = plan.instances.map((instance) => ({
    instance,
    text: renderConf(plan, instance, templates, {
      directory: instanceDirectory(directory, instance.name),
      ...(password === undefined ? {} : {password}),
    }),
  }))
  try {
    await mkdir(rendered, {recursive: true, mode: 0o700})
    await Promise.all(
      confs.map(async ({instance, text}) => {
        const folder = instanceDirectory(directory, instance.name)
        await mkdir(folder, {recursive: true, mode: 0o700})
        // Redis rewrites its own copy; this one stays as it was rendered.
        await writeFile(path.join(rendered, `${instance.name}.conf`), text, {mode: 0o600})
        await writeFile(path.join(folder, filesOf(instance).conf), text, {mode: 0o600})
      }),
    )
  } catch (error) {
    throw unwritable(directory, error)
  }
}

async function waitUntilReady(
  record: DeploymentRecord,
  {host, withinMs, signal}: {host: Host; withinMs: number; signal: AbortSignal | undefined},
): Promise<void> {
  using observer = new DeploymentObserver(host)
  let unmet: readonly string[] = []
  const ready = await waitFor(
    async () => {
      unmet = findUnmet(record.plan, await observer.observe(record))
      return unmet.length === 0 ? true : undefined
    },
    {withinMs, everyMs: 5, signal},
  )
  if (ready) return
  throw new RedislabError('TIMED_OUT', `The deployment was not ready within ${withinMs} ms: ${unmet[0]}.`, {
    suggestions: ['redislab doctor checks the machine; --timing lab starts faster than --timing redis.'],
    details: {unmet},
  })
}

function names(instances: readonly {readonly name: string}[]): string {
  return instances.length > 8 ? `${instances.length} instances` : instances.map(({name}) => name).join(' ')
}
