import {performance} from 'node:perf_hooks'
import type {Templates} from '../../core/config/render.ts'
import type {PlannedStep, Step, StepEvent} from '../../core/contract/start-steps.ts'
import {hasLinks, type Plan, type PlannedInstance} from '../../core/topology/plan.ts'
import {replicationLevels} from '../../core/topology/replication-levels.ts'
import {makeFolder} from '../files/make-folder.ts'
import type {Host} from '../host/host.ts'
import {instanceDirectory, programOf} from '../instances/instance-process.ts'
import {introduceSentinels} from '../instances/introduce.ts'
import {startInstances} from '../instances/start-instances.ts'
import {writeConfs} from '../instances/write-confs.ts'
import {checkCallers} from '../links/check-callers.ts'
import {startRelay} from '../links/relay-process.ts'
import {DeploymentObserver} from '../observe/observe-deployment.ts'
import {lookUntilReady, waitUntilReady} from '../observe/wait-until-ready.ts'
import type {Connection} from '../redis/connection.ts'
import {unwritable} from '../state/home.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

interface StepPlan extends PlannedStep {
  readonly run: () => Promise<unknown>
}

export interface BringUpOptions {
  readonly host: Host
  readonly templates: Templates
  /** Milliseconds for the whole. */
  readonly withinMs: number
  /** After so many milliseconds it stays as it is, ready or not. @default never: then it is taken down */
  readonly staysUnreadyAfterMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onStep?: ((event: StepEvent) => void) | undefined
  /** What else to ask each instance as soon as it answers. The next ones start meanwhile; it is over when all are ready. */
  readonly ask?: ((instance: PlannedInstance, connection: Connection) => Promise<void>) | undefined
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
  {host, templates, withinMs, staysUnreadyAfterMs, signal, onStep, ask}: BringUpOptions,
): Promise<{readonly steps: readonly Step[]; readonly unmet: readonly string[]}> {
  using observer = new DeploymentObserver(host)
  const asked: Promise<void>[] = []
  let unmet: readonly string[] = []
  const onAnswer = (instance: PlannedInstance, connection: Connection) => {
    observer.adopt(record, instance, connection)
    if (ask === undefined) return
    const answered = ask(instance, connection)
    // Should another step fail before, that is what is told.
    answered.catch(() => {})
    asked.push(answered)
  }
  const stepPlans = planSteps(record.plan, {
    configure: async () => {
      const {instances} = record.plan
      makeInstanceFolders(directory, instances)
      host.prepare(instances.map((instance) => programOf(record.server, instance, directory)))
      await writeConfs(directory, record, {instances, templates})
    },
    startRelay: () => startRelay({host, directory, record, signal}),
    start: (instances) => startInstances(directory, record, instances, {host, withinMs, signal, onAnswer}),
    introduce: () => introduceSentinels(record.plan, record),
    awaitReady: async () => {
      if (staysUnreadyAfterMs === undefined) await waitUntilReady(record, {observer, withinMs, signal})
      else unmet = await lookUntilReady(record, {observer, withinMs: staysUnreadyAfterMs, signal})
      await Promise.all(asked)
      // Of one that stays unready it is not known who will have called.
      if (staysUnreadyAfterMs === undefined) await checkCallers(directory, record)
    },
  })
  onStep?.({kind: 'steps-planned', steps: stepPlans.map(({name, detail}) => ({name, detail}))})
  const steps: Step[] = []
  for (const [index, {name, run}] of stepPlans.entries()) {
    const startedAt = performance.now()
    onStep?.({kind: 'step-started', index})
    await run()
    signal?.throwIfAborted()
    const ms = Math.round(performance.now() - startedAt)
    steps.push({name, ms})
    onStep?.({kind: 'step-done', index, ms})
  }
  return {steps, unmet}
}

/** @throws RedislabError STATE_UNWRITABLE */
function makeInstanceFolders(directory: string, instances: readonly PlannedInstance[]): void {
  try {
    for (const {name} of instances) makeFolder(instanceDirectory(directory, name))
  } catch (error) {
    throw unwritable(directory, error)
  }
}

interface Actions {
  readonly configure: () => Promise<void>
  readonly startRelay: () => Promise<void>
  readonly start: (instances: readonly PlannedInstance[]) => Promise<unknown>
  readonly introduce: () => Promise<void>
  readonly awaitReady: () => Promise<void>
}

function planSteps(plan: Plan, actions: Actions): readonly StepPlan[] {
  const {instances, settings} = plan
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  const startSentinels = async () => {
    await actions.start(sentinels)
    if (settings.timing !== 'redis') await actions.introduce()
  }
  return [
    {name: 'configure', detail: names(instances), run: actions.configure},
    // Before the instances: they reach each other only through it.
    ...(hasLinks(plan) ? [{name: 'links', detail: 'the relay', run: actions.startRelay} as const] : []),
    ...(plan.mode === 'cluster' ? [instances] : replicationLevels(instances)).map(
      (level, index): StepPlan => ({
        name: plan.mode === 'cluster' ? 'nodes' : index === 0 ? 'masters' : 'replicas',
        detail: names(level),
        run: () => actions.start(level),
      }),
    ),
    ...(sentinels.length === 0
      ? []
      : [{name: 'sentinels', detail: names(sentinels), run: startSentinels} as const]),
    {
      name: 'ready',
      detail: plan.mode === 'cluster' ? 'all slots are served' : readyDetail(instances),
      run: actions.awaitReady,
    },
  ]
}

function readyDetail(instances: readonly PlannedInstance[]): string {
  const hasReplicas = instances.some(({replicaOf}) => replicaOf !== undefined)
  const hasSentinels = instances.some(({kind}) => kind === 'sentinel')
  const parts = [...(hasReplicas ? ['links up'] : []), ...(hasSentinels ? ['sentinels agree'] : [])]
  return parts.length === 0 ? 'all answer' : parts.join(', ')
}

function names(instances: readonly {readonly name: string}[]): string {
  return instances.length > 8 ? `${instances.length} instances` : instances.map(({name}) => name).join(' ')
}
