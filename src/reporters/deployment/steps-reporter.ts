import process from 'node:process'
import {Listr, ListrLogger, ProcessOutput} from 'listr2'
import {pad} from '../kit/table.ts'
import {stderrTheme, type Theme} from '../kit/theme.ts'

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
  /** Ends the display; after an error, the step under way is shown as failed. Returns when all is drawn. */
  readonly finish: (outcome: 'done' | 'failed') => Promise<void>
}

/** A live list on a terminal, a line a step elsewhere, nothing when a program reads (`--json`). */
export function makeStepsReporter({quiet}: {quiet: boolean}): StepsReporter {
  if (quiet) return {onStep: () => {}, finish: async () => {}}
  // listr2 draws only when stdout is a terminal too.
  const isLive = process.stderr.isTTY && process.stdout.isTTY && process.env['TERM'] !== 'dumb'
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
    finish: async (outcome) => {
      if (outcome === 'done') process.stderr.write('\n')
    },
  }
}

interface Waiting {
  readonly done: (ms: number) => void
  readonly fail: () => void
}

/** Gives listr2 one task a step. The tasks do nothing but wait for the event that ends their step. */
function liveSteps(theme: Theme): StepsReporter {
  let waiting: readonly Waiting[] = []
  let drawn: Promise<unknown> = Promise.resolve()
  const plan = (steps: readonly PlannedStep[]) => {
    const entries = steps.map((step) => {
      let settle: Waiting | undefined
      const ended = new Promise<number>((resolve, reject) => {
        settle = {done: resolve, fail: () => reject(new Error(formatStep(step, theme)))}
      })
      ended.catch(() => {}) // A step that was never reached fails unseen.
      const task = async (_: unknown, shown: {title: string}) => {
        shown.title = formatStep(step, theme, await ended)
      }
      return {settle, task: {title: formatStep(step, theme), task}}
    })
    waiting = entries.flatMap(({settle}) => (settle === undefined ? [] : [settle]))
    const logger = new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)})
    const list = new Listr(
      entries.map(({task}) => task),
      // Signals belong to the command, which undoes what was done and then ends the display.
      {registerSignalListeners: false, exitOnError: true, rendererOptions: {logger}},
    )
    drawn = list.run().catch(() => {}) // The error itself is shown by the command.
  }
  return {
    onStep: (event) => {
      if (event.kind === 'steps-planned') plan(event.steps)
      if (event.kind === 'step-done') waiting[event.index]?.done(event.ms)
    },
    finish: async (outcome) => {
      if (outcome === 'failed') for (const step of waiting) step.fail()
      await drawn
      if (outcome === 'done') process.stderr.write('\n')
    },
  }
}
