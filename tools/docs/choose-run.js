/**
 * Of the runs of one scenario the one that the page tells: the last failure, or else the last success, and how often its verdict came
 * where the verdicts differ: what fails now and then does not follow. A run that was skipped says nothing, where there is another.
 */
export function chooseRun(runs) {
  const done = runs.filter(({outcome}) => outcome !== 'skipped')
  const chosen = done.findLast(({outcome}) => outcome === 'failed') ?? done.at(-1) ?? runs.at(-1)
  const times = done.filter(({verdict}) => verdict === chosen.verdict).length
  return {...chosen, ...(times < done.length ? {came: {times, of: done.length}} : {})}
}
