import type {Step} from './lab.ts'
import type {Path} from './problems.ts'

/** Each step with its path in the file. */
export function visitSteps(steps: readonly Step[], path: Path, see: (step: Step, path: Path) => void): void {
  for (const [index, step] of steps.entries()) {
    see(step, [...path, index])
    if ('steps' in step) visitSteps(step.steps, [...path, index, stepsKeyOf(step)], see)
  }
}

/** The word of a step that holds the steps inside of it. */
export function stepsKeyOf({kind}: Step): string {
  return kind === 'together' ? 'together' : 'steps'
}
