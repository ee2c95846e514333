import {describeEntry} from '../../core/contract/timeline-json.ts'
import {compareServers} from '../../core/lab/comparison.ts'
import type {LabResult} from '../../core/lab/result.ts'
import {spreadsOf} from '../../core/lab/statistics.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {LabEvent} from '../../runner/lab-event.ts'
import type {LabTask} from '../../runner/run-labs.ts'

/** The result of one lab, in the words of the JSON contract. */
export function describeLabResult({timeline, ...result}: LabResult) {
  return {...result, timeline: timeline.map((entry) => describeEntry(entry as TimelineEntry, undefined))}
}

/** The results of several, or of one several times. */
export function describeLabRuns(results: readonly LabResult[]) {
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

/** An event as a line of JSON. */
export function describeLabEvent(event: LabEvent, {lab, round}: LabTask): object {
  const head = {at: new Date().toISOString(), lab: lab.name, round, kind: event.kind}
  switch (event.kind) {
    case 'lab-started':
      return {...head, title: lab.title, topology: lab.topology}
    case 'deployment-ready':
      return {...head, deployment: event.plan.name, readyMs: event.readyMs}
    case 'step-started':
      return {...head, number: event.step.number, line: event.step.line, say: event.step.say ?? null}
    case 'step-ended':
      return {...head, step: event.result}
    case 'entry':
      return {...head, entry: describeEntry(event.entry, undefined)}
    case 'measured':
      return {...head, name: event.name, value: event.value}
    case 'claim':
      return {...head, claim: event.claim}
    case 'expectation':
      return {...head, expectation: event.expectation}
    case 'lab-ended': {
      const {passed, outcome, reason, durationMs} = event.result
      return {...head, passed, outcome, reason, durationMs}
    }
  }
}
