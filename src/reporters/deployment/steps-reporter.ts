import process from 'node:process'
import {LiveText} from '../kit/live-text.ts'
import {pad} from '../kit/table.ts'
import {stderrTheme, type Theme} from '../kit/theme.ts'
import {spinnerAt, spinnerMs} from '../kit/waiting-line.ts'

export interface PlannedStep {
  readonly name: string
  readonly detail: string
}

/** What happens while something is under way: first what is going to be done, then each step as it starts and ends. */
export type StepEvent =
  | {readonly kind: 'steps-planned'; readonly steps: readonly PlannedStep[]}
  | {readonly kind: 'step-started'; readonly index: number}
  | {readonly kind: 'step-done'; readonly index: number; readonly ms: number}

/** Shows steps as they happen, on stderr. */
export interface StepsReporter {
  readonly onStep: (event: StepEvent) => void
  /** Ends the display; after an error, the step under way is shown as failed. */
  readonly finish: (outcome: 'done' | 'failed') => void
}

/** A live list on a terminal, a line a step elsewhere, nothing when a program reads (`--json`). */
export function makeStepsReporter({quiet}: {quiet: boolean}): StepsReporter {
  if (quiet) return {onStep: () => {}, finish: () => {}}
  const isLive = process.stderr.isTTY && process.env['TERM'] !== 'dumb'
  return isLive ? liveSteps(stderrTheme) : plainSteps(stderrTheme)
}

function formatStep({name, detail}: PlannedStep, theme: Theme, ms?: number): string {
  return `${pad(name, 10)} ${theme.dim(ms === undefined ? detail : `${detail}  ${ms} ms`)}`
}

function plainSteps(theme: Theme): StepsReporter {
  let steps: readonly PlannedStep[] = []
  return {
    onStep: (event) => {
      if (event.kind === 'steps-planned') steps = event.steps
      if (event.kind !== 'step-done') return
      const step = steps[event.index]
      if (step !== undefined)
        process.stderr.write(`${theme.good('✔')} ${formatStep(step, theme, event.ms)}\n`)
    },
    finish: (outcome) => {
      if (outcome === 'done') process.stderr.write('\n')
    },
  }
}

/** All steps at once: those that are done, the one under way, and what is yet to come. */
function liveSteps(theme: Theme): StepsReporter {
  const done: number[] = []
  const startedAt = Date.now()
  let steps: readonly PlannedStep[] = []
  let hasFailed = false
  const lineOf = (step: PlannedStep, index: number) => {
    if (index < done.length) return `${theme.good('✔')} ${formatStep(step, theme, done[index])}`
    if (index > done.length) return `  ${formatStep(step, theme)}`
    const sign = hasFailed ? theme.bad('✖') : theme.command(spinnerAt(Date.now() - startedAt))
    return `${sign} ${formatStep(step, theme)}`
  }
  const live = new LiveText(() => steps.map(lineOf).join('\n'), {
    stream: process.stderr,
    everyMs: spinnerMs,
  })
  return {
    onStep: (event) => {
      if (event.kind === 'steps-planned') steps = event.steps
      if (event.kind === 'step-done') done.push(event.ms)
      live.draw()
    },
    finish: (outcome) => {
      hasFailed = outcome === 'failed'
      live.leave()
      if (!hasFailed) process.stderr.write('\n')
    },
  }
}
