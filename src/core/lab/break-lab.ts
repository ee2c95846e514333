import {listSettings} from '../config/directives.ts'
import type {Lab, Step} from './lab.ts'

/** The lab with the one change under which it must fail, as its `fails-when` says; undefined when it says nothing. */
export function breakLab(lab: Lab): Lab | undefined {
  const {failsWhen} = lab
  if (failsWhen === undefined) return undefined
  const {without, options, values} = failsWhen
  return {
    ...lab,
    steps: without === undefined ? lab.steps : leaveOut(lab.steps, without),
    options: {
      ...lab.options,
      ...options,
      ...(options?.set === undefined
        ? {}
        : {set: [...listSettings(lab.options.set), ...listSettings(options.set)]}),
    },
    values: {...lab.values, ...values},
  }
}

function leaveOut(steps: readonly Step[], id: string): readonly Step[] {
  return steps
    .filter((step) => step.id !== id)
    .map((step) => ('steps' in step ? {...step, steps: leaveOut(step.steps, id)} : step))
}
