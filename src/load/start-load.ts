import {randomBytes} from 'node:crypto'
import {setMaxListeners} from 'node:events'
import {performance} from 'node:perf_hooks'
import {hasErrorCode, RedislabError} from '../core/errors/errors.ts'
import {messageOf} from '../core/errors/message-of.ts'
import type {Findings, LoadKind, LoadReport} from '../core/load/report.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {
  CallFailure,
  FollowingClient,
  type MasterFinder,
  untilReady,
} from '../engine/redis/following-client.ts'
import {appendJournal} from '../engine/state/journal.ts'
import {requireRecord} from '../engine/state/require-record.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import {ackedWrites} from './acked-writes.ts'
import {blockedPops} from './blocked-pops.ts'
import {type FoundMaster, findMaster, takeMaster} from './find-master.ts'
import type {Load, LoadOptions} from './load.ts'
import {locks} from './locks.ts'
import {LoadMeter} from './meter.ts'
import {Pacer} from './pacer.ts'
import {pubsub} from './pubsub.ts'
import {reads} from './reads.ts'
import {whomToCall} from './whom-to-call.ts'
import type {ClientOptions, Workload, WorkloadFactory} from './workload.ts'

const workloads: Readonly<
  Record<LoadKind, {readonly make: WorkloadFactory; readonly rate: number; readonly concurrency: number}>
> = {
  'acked-writes': {make: ackedWrites, rate: 200, concurrency: 4},
  reads: {make: reads, rate: 200, concurrency: 4},
  locks: {make: locks, rate: 50, concurrency: 8},
  'blocked-pops': {make: blockedPops, rate: 200, concurrency: 4},
  pubsub: {make: pubsub, rate: 200, concurrency: 4},
}

const connectWithinMs = 5000
/** Where no master need be there. Who is told so several times does not wait that long. */
const beginWithinMs = 2000
const enoughFailures = 3
/** After something that could not even be sent: a lost connection must not become a busy loop. */
const afterNotSentMs = 5

/**
 * Starts a load in the background of this process: clients that find the master as an application would. Stopping it checks
 * what happened to everything that they were promised.
 *
 * @throws RedislabError DEPLOYMENT_NOT_FOUND, TARGET_AMBIGUOUS, TARGET_NOT_FOUND, OPTION_INVALID, TIMED_OUT when no client could connect
 */
export async function startLoad<Kind extends LoadKind>(
  deployment: Deployment,
  options: LoadOptions<Kind>,
): Promise<Load<Kind>>
export async function startLoad(deployment: Deployment, options: LoadOptions): Promise<Load> {
  await requireRecord(deployment.home, deployment.name)
  const {kind} = options
  const {make, ...defaults} = workloads[kind]
  const rate = options.rate === undefined ? defaults.rate : options.rate
  const concurrency = options.concurrency ?? defaults.concurrency
  if ((rate !== null && rate <= 0) || !Number.isInteger(concurrency) || concurrency < 1) {
    throw new RedislabError('OPTION_INVALID', 'A load needs a rate above 0 and a concurrency of at least 1.')
  }
  const strategy = options.strategy ?? 'lua'
  const masters = deployment.record.plan.masters.map(({name}) => name)
  const isEverywhere = kind === 'locks' && strategy === 'redlock'
  const wish = isEverywhere ? {...options, masterName: options.masterName ?? masters[0]} : options
  const {masterName, finder, at, tag = ''} = await whomToCall(deployment, wish)
  const finders = new Map<string, MasterFinder>([[masterName, finder]])
  for (const name of isEverywhere ? masters : []) {
    finders.set(name, (await whomToCall(deployment, {...options, masterName: name})).finder)
  }
  const ending = new AbortController()
  // Each client may wait for it.
  setMaxListeners(0, ending.signal)
  const clients: FollowingClient[] = []
  const openClient = ({master = masterName, ...clientOptions}: ClientOptions = {}) => {
    const finder = finders.get(master)
    if (finder === undefined) throw new TypeError(`nobody has looked for the master of ${master}`)
    const client = FollowingClient.open(finder, clientOptions)
    clients.push(client)
    return client
  }
  let meter = new LoadMeter(Date.now())
  const workload = make({
    prefix: `${tag}redislab:load:${randomBytes(4).toString('hex')}:`,
    concurrency,
    masters,
    strategy,
    openClient,
    measured: (call) => measure(meter, call, ending.signal),
    fail: (failure) => meter.fail(Date.now(), failure),
    signal: ending.signal,
  })
  try {
    await waitUntilConnected(clients, options)
    await workload.prepare?.()
  } catch (error) {
    workload[Symbol.dispose]()
    throw error instanceof CallFailure ? unprepared(error) : error
  }
  // What came before was preparation.
  meter = new LoadMeter(Date.now())
  const isOneOfSeveral = deployment.record.plan.masters.length > 1 && masterName !== null
  const which = isOneOfSeveral ? {masterName} : {}
  const begun = {kind: 'load-started', load: kind, ...which, rate, concurrency} as const
  await appendJournal(deployment.directory, new Date(), begun)
  const pacer = new Pacer(rate)
  const work = Promise.all([
    ...Array.from({length: workload.workers}, (_, worker) => keepWorking(worker)),
    workload.background?.(),
  ])
  // Reported when it is stopped; until then a failure of ours waits.
  work.catch(() => {})

  async function keepWorking(worker: number): Promise<void> {
    while (!ending.signal.aborted) {
      await pacer.next(ending.signal)
      if (ending.signal.aborted) return
      try {
        await workload.operate(worker)
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error
      }
    }
  }

  async function end(on: string | undefined): Promise<LoadReport> {
    ending.abort()
    const endedAt = new Date()
    try {
      await work
      const measures = meter.measures(endedAt.getTime())
      const look = () => (on === undefined ? findMaster(deployment, masterName) : takeMaster(deployment, on))
      const {findings, ...checked} = await check(look, workload)
      const {outageMs, succeeded, failed} = measures
      const lost = 'lost' in findings ? {lost: findings.lost} : {}
      const entry = {kind: 'load-ended', load: kind, ...which, succeeded, failed, outageMs, ...lost} as const
      // Looking takes a while, and others write meanwhile: each line of the journal is of the time when it was written.
      await appendJournal(deployment.directory, new Date(), entry).catch(ignoreGone)
      return {
        deployment: deployment.name,
        masterName,
        rate,
        concurrency,
        at,
        ...checked,
        ...measures,
        ...findings,
      }
    } finally {
      workload[Symbol.dispose]()
    }
  }

  let report: Promise<LoadReport> | undefined
  const stop = ({on}: {readonly on?: string | undefined} = {}) => {
    report ??= end(on)
    return report
  }
  return {
    kind,
    snapshot: () => meter.snapshot(kind, Date.now()),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop()
    },
  }
}

async function measure<Value>(
  meter: LoadMeter,
  call: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  const from = performance.now()
  try {
    const value = await call()
    meter.succeed(Date.now(), performance.now() - from)
    return value
  } catch (error) {
    if (error instanceof CallFailure) {
      meter.fail(Date.now(), error.kind)
      if (error.outcome === 'not-sent') await sleepUnlessAborted(afterNotSentMs, signal)
    }
    throw error
  }
}

/** What the checker finds on the current master. When that one goes away meanwhile, it is looked again on the next. */
async function check(
  look: () => Promise<FoundMaster>,
  workload: Workload,
): Promise<{findings: Findings} & Pick<LoadReport, 'checkedOn' | 'notChecked' | 'otherMasters'>> {
  let problem = ''
  let otherMasters: readonly string[] = []
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const found = await look().catch(toNotFound)
    otherMasters = found.otherMasters
    if (found.connection === undefined) {
      problem = found.problem
      break
    }
    using connection = found.connection
    try {
      const findings = await workload.finish(connection)
      return {findings, checkedOn: found.instance, notChecked: null, otherMasters}
    } catch (error) {
      problem = `${found.instance}: ${messageOf(error)}`
    }
  }
  return {findings: await workload.finish(undefined), checkedOn: null, notChecked: problem, otherMasters}
}

/** Somebody took the deployment down under the load: there is nothing to look on, and the rest is worth telling. */
function toNotFound(error: unknown): FoundMaster {
  if (!hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) throw error
  return {connection: undefined, instance: null, otherMasters: [], problem: 'the deployment is gone'}
}

function ignoreGone(error: unknown): void {
  if (!hasErrorCode(error, 'STATE_UNWRITABLE')) throw error
}

function unprepared(failure: CallFailure): RedislabError {
  return new RedislabError('WRONG_STATE', `The load could not be prepared: ${failure.message}`, {
    suggestions: ['See how the master is: redislab status'],
    details: {failure: failure.kind},
    cause: failure,
  })
}

async function waitUntilConnected(
  clients: readonly FollowingClient[],
  {beginsDown = false, signal}: LoadOptions,
): Promise<void> {
  const waiting = beginsDown
    ? {withinMs: beginWithinMs, failures: enoughFailures}
    : {withinMs: connectWithinMs}
  if ((await untilReady(clients, {...waiting, signal})) || beginsDown) return
  throw new RedislabError(
    'TIMED_OUT',
    `The clients of the load found no master within ${connectWithinMs} ms.`,
    {
      suggestions: ['See how it is: redislab status', 'Wait for a master: redislab status --wait 30s'],
    },
  )
}
