import {eachWord, speaksOfEach} from './for-instance.ts'
import type {Lab, Step} from './lab.ts'
import type {Path, Problems} from './problems.ts'
import {stepsKeyOf} from './visit-steps.ts'

/** Finds `it` outside of `each`, where it is no instance. */
export function checkEach(lab: Lab, problems: Problems): void {
  checkSteps(lab.steps, ['steps'], problems)
}

function checkSteps(steps: readonly Step[], path: Path, problems: Problems): void {
  for (const [index, step] of steps.entries()) {
    const place = [...path, index]
    if (speaksOfEach(step))
      problems.add(
        place,
        `\`${eachWord}\` is the instance of an \`each\`, and no \`each\` is around this step`,
      )
    // Inside of `each` it is known, however deep.
    if ('steps' in step && step.kind !== 'each')
      checkSteps(step.steps, [...place, stepsKeyOf(step)], problems)
  }
}
