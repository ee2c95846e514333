import {describeCondition, describeObserved} from '../core/lab/describe-step.ts'
import type {Value} from '../core/lab/expression.ts'
import type {Observed, StepOf} from '../core/lab/lab.ts'
import {formatDuration} from '../core/time/duration.ts'
import {whyNotJudgeable} from '../core/timeline/entries/known-lines.ts'
import {sleep, waitFor} from '../engine/time/wait.ts'
import {lookAt, matcherOf} from './conditions.ts'
import type {Look} from './look.ts'
import {msOf} from './ms-of.ts'
import {StepFailure} from './problem.ts'
import type {Stage} from './stage.ts'

const awaitWithinMs = 10_000
const lookEveryMs = 20

/** Waits until a condition holds. */
export async function awaitCondition(step: StepOf<'await'>, stage: Stage): Promise<string> {
  const {condition} = step
  const withinMs = step.within === undefined ? awaitWithinMs : msOf(step.within)
  const since = stage.since(step.since)
  let last: Look = {seen: 'nothing'}
  const found = await waitFor(
    async () => {
      last = await lookAt(condition, stage, since)
      return 'at' in last ? last : undefined
    },
    {withinMs, everyMs: lookEveryMs, signal: stage.signal},
  )
  if (found === undefined) {
    const {seen} = last as {readonly seen: string}
    throw new StepFailure(`${describeCondition(condition)} within ${formatDuration(withinMs)}`, seen, stage)
  }
  const ms = Math.max(0, Math.round(found.at - since))
  if (step.measure !== undefined) stage.keep(step.measure, ms)
  return step.measure === undefined ? found.what : `${found.what} (${formatDuration(ms)})`
}

/** Watches that a condition does not come true for some time. */
export async function watchNever(step: StepOf<'never'>, stage: Stage): Promise<string> {
  const {condition} = step
  const forMs = msOf(step.for)
  // What was before does not count: it is about what comes now.
  const since = step.since === undefined ? Date.now() : stage.since(step.since)
  const deadline = Date.now() + forMs
  while (true) {
    const look = await lookAt(condition, stage, since)
    if ('at' in look) {
      throw new StepFailure(
        `never ${describeCondition(condition)}, for ${formatDuration(forMs)}`,
        look.what,
        stage,
      )
    }
    if (Date.now() >= deadline) {
      if (condition.kind === 'event') requireKnownLines(describeCondition(condition), stage)
      return `not once in ${formatDuration(forMs)}`
    }
    await sleep(lookEveryMs, stage.signal)
  }
}

/** That an event was not seen proves nothing where what servers log is not known. */
function requireKnownLines(what: string, stage: Stage): void {
  const problem = whyNotJudgeable(stage.recorder.entries)
  if (problem !== undefined) throw new StepFailure(`that ${what} is seen when it happens`, problem, stage)
}

/** Counts what has happened, and the times between. */
export async function observe(step: StepOf<'observe'>, stage: Stage): Promise<string> {
  const {observed} = step
  if (observed.kind === 'event') requireKnownLines(describeObserved(observed), stage)
  const times = await timesOf(observed, stage, stage.since(step.since))
  const gaps = times.slice(1).map((at, index) => at - (times[index] as number))
  const sorted = gaps.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? null
  const first = times[0]
  const since = stage.since(step.since)
  const value: Value = {
    count: times.length,
    firstMs: first === undefined ? null : Math.round(first - since),
    lastMs: times.length === 0 ? null : Math.round((times.at(-1) as number) - since),
    medianGapMs: middle,
    maxGapMs: sorted.at(-1) ?? null,
    minGapMs: sorted[0] ?? null,
  }
  stage.keep(step.as, value)
  const pace = middle === null ? '' : `, one in ${formatDuration(middle)} in the middle`
  return `${times.length} × ${describeObserved(observed)}${pace}`
}

async function timesOf(
  {kind, pattern, of, fields}: Observed,
  stage: Stage,
  since: number,
): Promise<readonly number[]> {
  if (kind === 'message') {
    const regex = new RegExp(pattern)
    return stage.clients
      .heardBy(String(of))
      .filter(({at, text}) => at >= since && regex.test(text))
      .map(({at}) => at)
  }
  const wanted =
    kind === 'event' ? ({kind, event: pattern, of, fields} as const) : ({kind, log: pattern, of} as const)
  const matches = await matcherOf(wanted, stage)
  return stage.recorder.entries.filter((entry) => entry.at >= since && matches(entry)).map(({at}) => at)
}
