import type {StepProblem} from '../core/lab/result.ts'
import type {Stage} from './stage.ts'

/** A step that did not go as the file says. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure'
  readonly problem: StepProblem

  constructor(expected: string, seen: string, stage: Stage) {
    super(`expected ${expected}; ${seen}`)
    this.problem = {expected: cut(expected), seen: cut(seen) || 'nothing', log: tailOf(stage)}
  }
}

/** A reply may be megabytes: its beginning tells enough. */
const mostCharacters = 1000

/** A text, without what is too much of it. */
export function cut(text: string): string {
  return text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}… (${text.length} characters in all)`
}

const tailLength = 6

/** The last lines of the timeline that say something, with the time since the last fault. */
function tailOf({recorder, marks}: Stage): readonly string[] {
  const fault = marks.get('fault')
  return recorder.entries
    .filter(({severity, source}) => severity !== 'info' || source !== 'log')
    .slice(-tailLength)
    .map((entry) => {
      const {at, instance} = entry
      const offset = fault === undefined ? '' : `${((at - fault) / 1000).toFixed(3)} s  `
      return `${offset}${instance ?? '──'}  ${recorder.tracker.names.shorten(entry)}`
    })
}
