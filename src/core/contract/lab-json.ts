import {compareServers} from '../lab/comparison.ts'
import type {Lab} from '../lab/lab.ts'
import type {LabEvent} from '../lab/lab-event.ts'
import type {LabEntry} from '../lab/lab-index.ts'
import type {LabResult} from '../lab/result.ts'
import {spreadsOf} from '../lab/statistics.ts'
import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {Failover} from '../timeline/failover.ts'
import {describeFailover} from './failover-json.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {besideLab, labResult} from './schemas/lab-result.ts'
import type {labEvent, labRuns} from './schemas/lab-runs.ts'
import type {labCheck, labList, labNew} from './schemas/labs.ts'
import {describeEntry} from './timeline-json.ts'

type LabResultJson = JsonOf<typeof labResult>
/** A file that was judged, and what is wrong with it. */
export type CheckedFile = JsonOf<typeof labCheck>['labs'][number]
type BesideLab = JsonOf<typeof besideLab>

/** The result of one lab. */
export function describeLabResult({timeline, ...result}: LabResult): LabResultJson {
  return {...result, timeline: timeline.map((entry) => describeEntry(entry as TimelineEntry, undefined))}
}

/** The results of several labs, or of one several times. */
export function describeLabRuns(results: readonly LabResult[]): JsonOf<typeof labRuns> {
  const names = [...new Set(results.map(({lab}) => lab))]
  return {
    passed: results.every(({outcome}) => outcome !== 'failed'),
    comparisons: names.map((name) => compareServers(results.filter(({lab}) => lab === name))),
    labs: results.map(describeLabResult),
    repeats: Object.fromEntries(
      names.map((name) => {
        const runs = results.filter(({lab}) => lab === name)
        return [
          name,
          {runs: runs.length, passed: runs.filter(({passed}) => passed).length, measured: spreadsOf(runs)},
        ]
      }),
    ),
  }
}

/** The report of `exec --lab`: how the program ended, the failovers that it went through, and the result of the lab. */
export function describeBesideLab(
  result: LabResult,
  {program, failovers}: {readonly program: BesideLab['program']; readonly failovers: readonly Failover[]},
): BesideLab {
  return {program, failovers: failovers.map(describeFailover), ...describeLabResult(result)}
}

/** A line of `lab run --jsonl`. */
export function describeLabEvent(
  event: LabEvent,
  {at, lab, round}: {readonly at: Date; readonly lab: Lab; readonly round: number},
): JsonOf<typeof labEvent> {
  const head = {at: at.toISOString(), lab: lab.name, round}
  switch (event.kind) {
    case 'lab-started':
      return {...head, kind: event.kind, title: lab.title, topology: lab.topology}
    case 'deployment-ready':
      return {...head, kind: event.kind, deployment: event.plan.name, readyMs: event.readyMs}
    case 'step-started': {
      const {number, line, say = null} = event.step
      return {...head, kind: event.kind, number, line, say}
    }
    case 'step-ended':
      return {...head, kind: event.kind, step: event.result}
    case 'entry':
      return {...head, kind: event.kind, entry: describeEntry(event.entry, undefined)}
    case 'measured':
      return {...head, kind: event.kind, name: event.name, value: event.value}
    case 'claim':
      return {...head, kind: event.kind, claim: event.claim}
    case 'expectation':
      return {...head, kind: event.kind, expectation: event.expectation}
    case 'lab-ended': {
      const {passed, outcome, reason, durationMs} = event.result
      return {...head, kind: event.kind, passed, outcome, reason, durationMs}
    }
  }
}

/** The document of `lab list --json`. */
export function describeLabList(labs: readonly LabEntry[]): JsonOf<typeof labList> {
  return {labs}
}

/** The document of `lab check --json`. */
export function describeLabCheck(labs: readonly CheckedFile[]): JsonOf<typeof labCheck> {
  return {ok: labs.every(({ok}) => ok), labs}
}

/** The document of `lab new --json`. */
export function describeNewLab(file: string): JsonOf<typeof labNew> {
  return {file}
}
