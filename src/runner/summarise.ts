import type {LabResult} from '../core/lab/result.ts'
import {TimelineFold} from '../core/timeline/folding/fold.ts'
import {mainOf} from './recorder.ts'
import type {Stage} from './stage.ts'

/** What is left of a lab when it is over: what was measured, and the timeline with runs of the same thing left out. */
export function summarise(
  stage: Stage,
): Pick<LabResult, 'measured' | 'phases' | 'load' | 'loads' | 'timeline'> {
  const {failovers, entries} = stage.recorder
  const mainFailover = mainOf(failovers)
  const [load] = stage.reports.values()
  const fold = new TimelineFold()
  const rows = [...entries.flatMap((entry) => fold.push(entry)), ...fold.flush()]
  return {
    measured: stage.measured,
    ...(mainFailover === undefined ? {} : {phases: mainFailover.phases}),
    ...(load === undefined ? {} : {load, loads: Object.fromEntries(stage.reports)}),
    timeline: rows.flatMap((row) => (row.kind === 'entry' ? [row.entry] : [])),
  }
}
