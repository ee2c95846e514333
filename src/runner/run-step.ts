import {setImmediate} from 'node:timers/promises'
import {RedislabError} from '../core/errors/errors.ts'
import {describeStep} from '../core/lab/describe-step.ts'
import {formatValue, type Value} from '../core/lab/expression.ts'
import {forInstance} from '../core/lab/for-instance.ts'
import type {Step, StepOf} from '../core/lab/lab.ts'
import type {StepResult} from '../core/lab/result.ts'
import {appliesTo} from '../core/lab/verdicts.ts'
import {sleep} from '../engine/time/wait.ts'
import {startLoad} from '../load/start-load.ts'
import {sendCommand, takeAnswer} from './commands.ts'
import {editStep} from './edit-step.ts'
import {injectStep, isFault} from './faults.ts'
import {doLockStep, isLockStep} from './lock-steps.ts'
import {doMachineStep, isMachineStep} from './machine-steps.ts'
import {msOf} from './ms-of.ts'
import {cut, StepFailure} from './problem.ts'
import {reshardStep} from './reshard-step.ts'
import type {Stage} from './stage.ts'
import {awaitCondition, observe, watchNever} from './waits.ts'

/** Where a step stands among others: `depth` above 0 inside of repeat and together. */
export interface Place {
  readonly depth: number
  readonly round: number
}

/** Runs steps one after the other, up to the first that does not go as the file says. */
export async function runSteps(
  steps: readonly Step[],
  stage: Stage,
  {depth, round}: Place,
  before?: (step: Step) => Promise<void>,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = []
  for (const step of steps) {
    stage.signal.throwIfAborted()
    await before?.(step)
    stage.signal.throwIfAborted()
    const done = await runStep(step, stage, {depth, round})
    results.push(...done)
    if (done.some(({status}) => status === 'failed')) break
  }
  return results
}

/** The step's own result comes first, then those of the steps inside it. */
async function runStep(source: Step, stage: Stage, place: Place): Promise<readonly StepResult[]> {
  const {steps, ...own} = source as Step & {readonly steps?: readonly Step[]}
  const step = {...stage.filled(own), ...(steps === undefined ? {} : {steps})} as Step
  const startedAt = Date.now()
  if (step.mark !== undefined) stage.marks.set(step.mark, startedAt)
  const base = {
    number: step.number,
    line: step.line,
    id: step.id ?? null,
    text: describeStep(step),
    at: new Date(startedAt).toISOString(),
  }
  const finish = (rest: Pick<StepResult, 'status' | 'result' | 'problem'>): StepResult => {
    const result = {...base, durationMs: Date.now() - startedAt, ...rest}
    stage.emit({kind: 'step-ended', step, result, ...place})
    return result
  }
  if (!appliesTo(step.when, stage.server)) {
    return [finish({status: 'skipped', result: `only with ${step.when}`})]
  }
  stage.emit({kind: 'step-started', step, ...place})
  const inner: StepResult[] = []
  try {
    const result = await perform(step, stage, {place, inner})
    for (const verdict of ['confirmed', 'refuted'] as const) {
      const claim = verdict === 'confirmed' ? step.shows : step.refutes
      if (claim !== undefined) {
        stage.shown.set(claim, {
          verdict,
          evidence: cut(`${base.text}${result === undefined ? '' : ` → ${result}`}`),
        })
      }
    }
    const failed = inner.find(({status}) => status === 'failed')
    const told = result === undefined ? null : cut(result)
    return [finish({status: failed === undefined ? 'passed' : 'failed', result: told}), ...inner]
  } catch (error) {
    const failure = toFailure(error, stage)
    // What was to be shown, and came out otherwise, is shown to be otherwise.
    const [claim, verdict] =
      step.shows === undefined ? [step.refutes, 'confirmed' as const] : [step.shows, 'refuted' as const]
    if (claim !== undefined)
      stage.shown.set(claim, {verdict, evidence: `${base.text} → ${failure.problem.seen}`})
    return [finish({status: 'failed', result: null, problem: failure.problem}), ...inner]
  }
}

/** What a step that was not done has to say; a bug, and an interruption, go on up. */
function toFailure(error: unknown, stage: Stage): StepFailure {
  if (error instanceof StepFailure) return error
  stage.signal.throwIfAborted()
  if (error instanceof RedislabError && error.code !== 'INTERRUPTED') {
    return new StepFailure('that this can be done', error.message, stage)
  }
  throw error
}

interface Inside {
  readonly place: Place
  /** Takes the outcome of steps inside of this one. */
  readonly inner: StepResult[]
}

async function perform(step: Step, stage: Stage, inside: Inside): Promise<string | undefined> {
  if (isFault(step)) return injectStep(step, stage)
  if (isLockStep(step)) return doLockStep(step, stage)
  if (isMachineStep(step)) return doMachineStep(step, stage)
  switch (step.kind) {
    case 'say':
      return undefined
    case 'command':
      return sendCommand(step, stage)
    case 'answer':
      return takeAnswer(step, stage)
    case 'close':
      stage.clients.close(step.close)
      return undefined
    case 'wait':
      await sleep(msOf(step.wait), stage.signal)
      return undefined
    case 'await':
      return awaitCondition(step, stage)
    case 'never':
      return watchNever(step, stage)
    case 'observe':
      return observe(step, stage)
    case 'note': {
      const {value} = stage.evaluate(step.note)
      stage.keep(step.as, value)
      return formatValue(value)
    }
    case 'check':
      return check(step, stage)
    case 'load':
      return beginLoad(step, stage)
    case 'end':
      return endLoad(step, stage)
    case 'reshard':
      return reshardStep(step, stage)
    case 'edit':
      return editStep(step, stage)
    case 'repeat':
      return repeat(step, stage, inside)
    case 'each':
      return each(step, stage, inside)
    case 'together':
      return together(step, stage, inside)
    default:
      throw new TypeError(`a step of kind ${(step as Step).kind} cannot be run`)
  }
}

function check(step: StepOf<'check'>, stage: Stage): string {
  const {value, described} = stage.evaluate(step.check)
  if (value !== true) throw new StepFailure(step.check, described, stage)
  return described
}

async function beginLoad(step: StepOf<'load'>, stage: Stage): Promise<undefined> {
  const {load: kind, rate, concurrency, master, at, as} = step
  if (stage.loads.has(as) && !stage.reports.has(as)) {
    throw new StepFailure(`a load called ${as}`, 'there is one already, and it has not ended', stage)
  }
  stage.reports.delete(as)
  const load = await startLoad(stage.deployment, {
    kind,
    rate: rate === 0 ? null : rate,
    concurrency,
    masterName: master,
    at,
    signal: stage.signal,
  })
  stage.loads.set(as, load)
}

async function endLoad(step: StepOf<'end'>, stage: Stage): Promise<string> {
  const load = stage.loads.get(step.end)
  if (load === undefined) throw new StepFailure(`the load ${step.end}`, 'it has not begun', stage)
  if (stage.reports.has(step.end))
    throw new StepFailure(`the load ${step.end}`, 'it has ended already', stage)
  const report = await load.stop()
  stage.reports.set(step.end, report)
  const findings = Object.entries(report as unknown as Readonly<Record<string, Value>>).filter(
    ([name, value]) => findingNames.has(name) && typeof value === 'number',
  )
  return findings.map(([name, value]) => `${name} ${formatValue(value)}`).join(', ')
}

/** What is worth a line of what a load found. */
const findingNames: ReadonlySet<string> = new Set([
  'acknowledged',
  'surviving',
  'lost',
  'unknown',
  'acquired',
  'doubleHeld',
  'popped',
  'duplicated',
  'received',
  'missed',
  'outageMs',
])

async function repeat(step: StepOf<'repeat'>, stage: Stage, {place, inner}: Inside): Promise<string> {
  const times = Number(step.repeat)
  for (let round = 1; round <= times; round += 1) {
    // Rounds that wait for nothing shall not keep Ctrl-C from being heard.
    await setImmediate()
    const results = await runSteps(step.steps, stage, {depth: place.depth + 1, round})
    const hasFailed = results.some(({status}) => status === 'failed')
    if (round === 1 || hasFailed) inner.push(...results)
    if (hasFailed) return `in round ${round} of ${times}`
  }
  return `${times} times`
}

async function each(step: StepOf<'each'>, stage: Stage, {place, inner}: Inside): Promise<string> {
  const names = await stage.names(step.each)
  for (const [index, name] of names.entries()) {
    const steps = forInstance(step.steps, name)
    const results = await runSteps(steps, stage, {depth: place.depth + 1, round: index + 1})
    inner.push(...results)
    if (results.some(({status}) => status === 'failed')) return `at ${name}`
  }
  return names.join(', ')
}

async function together(step: StepOf<'together'>, stage: Stage, {place, inner}: Inside): Promise<undefined> {
  const results = await Promise.all(
    step.steps.map((one) => runSteps([one], stage, {depth: place.depth + 1, round: 1})),
  )
  inner.push(...results.flat())
}
