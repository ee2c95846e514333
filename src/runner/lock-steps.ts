import {performance} from 'node:perf_hooks'
import type {Step, StepOf} from '../core/lab/lab.ts'
import {type LockOutcome, lockStepSchemas} from '../core/lab/schema/lock-steps.ts'
import {sleep} from '../engine/time/wait.ts'
import {ClientCrashed, type LockClient} from '../load/lock-client.ts'
import {within} from './conditions.ts'
import {describeFailure} from './describe-failure.ts'
import {msOf} from './ms-of.ts'
import {StepFailure} from './problem.ts'
import type {LockOperation, Stage} from './stage.ts'

type LockStep = StepOf<keyof typeof lockStepSchemas>

/** No operation takes so long, unless its client is frozen. */
const endsWithinMs = 10_000
const lookEveryMs = 5
const tryEveryMs = 20

export function isLockStep(step: Step): step is LockStep {
  return step.kind in lockStepSchemas
}

/** Does what a step says to a client that locks, and judges the outcome. */
export async function doLockStep(step: LockStep, stage: Stage): Promise<string | undefined> {
  switch (step.kind) {
    case 'acquire':
      return acquire(step, stage)
    case 'release':
      return release(step, stage)
    case 'freeze':
      return freeze(step, stage)
    case 'thaw': {
      stage.clients.locks.get(step.thaw).thaw()
      return step.reply === undefined ? undefined : judge(await takeUp(step.thaw, stage), step.reply, stage)
    }
    case 'crash':
      stage.clients.locks.get(step.crash).crash()
      stage.marks.set('fault', Date.now())
      return undefined
  }
}

async function acquire(step: StepOf<'acquire'>, stage: Stage): Promise<string> {
  const {acquire: lock, by, reply = 'held', save, measure} = step
  const client = stage.clients.locks.get(by)
  const from = performance.now()
  const deadline = step.within === undefined ? from : from + msOf(step.within)
  while (true) {
    const found = await perform(step, {client, stage, operation: () => tryAcquire(client, lock)})
    // Who has it once does not ask again: the next refusal would be that of its own lock.
    if (found.outcome !== reply && found.outcome !== 'held' && performance.now() < deadline) {
      await sleep(tryEveryMs, stage.signal)
      continue
    }
    if (found.fence !== undefined && save !== undefined) stage.keep(save, found.fence)
    if (measure !== undefined) stage.keep(measure, Math.round(performance.now() - from))
    return judge(found, reply, stage)
  }
}

async function tryAcquire(client: LockClient, lock: string): Promise<LockOperation> {
  const acquired = await client.acquire(lock)
  if (acquired.outcome === 'refused') return acquired
  return {...acquired, detail: `with the fencing number ${acquired.fence}`}
}

async function release(step: StepOf<'release'>, stage: Stage): Promise<string> {
  const client = stage.clients.locks.get(step.by)
  const operation = () => client.release(step.release)
  return judge(await perform(step, {client, stage, operation}), step.reply ?? 'released', stage)
}

interface Performance {
  readonly client: LockClient
  readonly stage: Stage
  readonly operation: () => Promise<LockOperation>
}

/** Lets a client do something, up to its end or to where it freezes. */
async function perform(
  {by, 'crash-before': crash, 'freeze-before': freeze}: StepOf<'acquire' | 'release'>,
  {client, stage, operation}: Performance,
): Promise<LockOperation> {
  const before = crash ?? freeze
  if (before !== undefined) client.expect({before, kind: crash === undefined ? 'freeze' : 'crash'})
  const wasFrozen = client.isFrozen
  const outcome = operation().catch(toOutcome)
  stage.operations.set(by, outcome)
  const found = freeze === undefined || wasFrozen ? undefined : await frozenOr(outcome, client, stage)
  const result = found ?? (await takeUp(by, stage))
  client.expect(undefined)
  if (result.outcome === 'crashed' || result.outcome === 'frozen') stage.marks.set('fault', Date.now())
  return result
}

/** Undefined when it came to its end without being frozen. */
async function frozenOr(
  outcome: Promise<LockOperation>,
  client: LockClient,
  stage: Stage,
): Promise<LockOperation | undefined> {
  let isOver = false
  void outcome.then(() => {
    isOver = true
  })
  while (!isOver) {
    if (client.isFrozen) return {outcome: 'frozen'}
    await sleep(lookEveryMs, stage.signal)
  }
  return undefined
}

/** The end of what a client is at. */
async function takeUp(by: string, stage: Stage): Promise<LockOperation> {
  const operation = stage.operations.get(by)
  if (operation === undefined) throw new StepFailure(`something that ${by} is at`, 'it is at nothing', stage)
  const outcome = await within(operation, endsWithinMs, stage.signal)
  if (outcome === undefined) {
    throw new StepFailure(`that ${by} comes to an end within ${endsWithinMs} ms`, 'it did not', stage)
  }
  stage.operations.delete(by)
  return outcome
}

function toOutcome(error: unknown): LockOperation {
  if (error instanceof TypeError) throw error
  if (error instanceof ClientCrashed) return {outcome: 'crashed'}
  return {outcome: 'failed', detail: describeFailure(error)}
}

function judge({outcome, detail}: LockOperation, wanted: LockOutcome, stage: Stage): string {
  const text = detail === undefined ? outcome : `${outcome}, ${detail}`
  if (outcome !== wanted) throw new StepFailure(wanted, text, stage)
  return text
}

function freeze(step: StepOf<'freeze'>, stage: Stage): undefined {
  stage.clients.locks.get(step.freeze).freeze(step.for === undefined ? undefined : msOf(step.for))
  stage.marks.set('fault', Date.now())
}
