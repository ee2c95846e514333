import type {TimelineEntry} from '../timeline/entries/entry.ts'
import type {IncidentTracker} from '../timeline/tracker.ts'
import type {Plan} from '../topology/plan.ts'
import type {Value} from './expression.ts'
import type {Lab, Step} from './lab.ts'
import type {ClaimResult, ExpectationResult, LabResult, StepResult} from './result.ts'

/** What happens while a lab runs, in order. */
export type LabEvent =
  | {readonly kind: 'lab-started'; readonly lab: Lab}
  | {
      readonly kind: 'deployment-ready'
      readonly plan: Plan
      readonly tracker: IncidentTracker
      readonly readyMs: number
    }
  /** `depth` is above 0 inside of repeat and together; `round` counts what is repeated, from 1. */
  | {readonly kind: 'step-started'; readonly step: Step; readonly depth: number; readonly round: number}
  | {
      readonly kind: 'step-ended'
      readonly step: Step
      readonly result: StepResult
      readonly depth: number
      readonly round: number
    }
  /** Something that the logs or redislab tell, soon after it happened. */
  | {readonly kind: 'entry'; readonly entry: TimelineEntry}
  | {readonly kind: 'measured'; readonly name: string; readonly value: Value}
  | {readonly kind: 'claim'; readonly claim: ClaimResult}
  | {readonly kind: 'expectation'; readonly expectation: ExpectationResult}
  | {readonly kind: 'lab-ended'; readonly result: LabResult}
