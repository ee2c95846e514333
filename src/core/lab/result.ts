import type {LoadReport} from '../load/report.ts'
import type {FailoverPhases} from '../timeline/failover.ts'
import type {ServerInfo} from '../words.ts'
import type {Value} from './expression.ts'
import type {Verdict} from './lab.ts'
import type {Topic} from './topics.ts'

/** The words of the JSON of `lab run`. */

export interface StepProblem {
  /** What must have come. */
  readonly expected: string
  /** What was there instead. */
  readonly seen: string
  /** The last lines of the timeline before it. */
  readonly log: readonly string[]
}

export interface StepResult {
  /** The step's place in the file, from 1. */
  readonly number: number
  readonly line: number
  readonly id: string | null
  /** What was done, as one would type it. */
  readonly text: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** ISO 8601. */
  readonly at: string
  readonly durationMs: number
  /** Its result: a reply, what was measured. */
  readonly result: string | null
  readonly problem?: StepProblem
}

export interface ExpectationResult {
  readonly text: string
  readonly passed: boolean
  /** What was measured of what it is about. */
  readonly measured: string
}

export interface ClaimResult {
  readonly id: string
  readonly text: string
  readonly verdict: Verdict | 'not-shown'
  /** What the file says the verdict is on such a server; null where it says nothing. */
  readonly expected: Verdict | null
  /** What the verdict rests on. */
  readonly evidence: string
  readonly because?: string
}

export type LabOutcome = 'passed' | 'failed' | 'skipped'

export interface LabResult {
  readonly lab: string
  readonly title: string
  readonly topic: Topic | null
  readonly passed: boolean
  readonly outcome: LabOutcome
  /** Of a skipped lab: what is missing. Of a failed one: what went wrong, in a sentence. */
  readonly reason: string | null
  readonly durationMs: number
  /** The program that ran together with the lab ended before it: what it expects and claims was not judged. */
  readonly isCut?: true
  readonly server: ServerInfo
  /** The deployment that was left running; null when everything is gone. */
  readonly kept: string | null
  readonly steps: readonly StepResult[]
  readonly expectations: readonly ExpectationResult[]
  readonly claims: readonly ClaimResult[]
  /** Everything that was measured, by the names that the lab gave. */
  readonly measured: Readonly<Record<string, Value>>
  readonly phases?: FailoverPhases
  /** Of the only load; of several, the first. */
  readonly load?: LoadReport
  readonly loads?: Readonly<Record<string, LoadReport>>
  readonly timeline: readonly unknown[]
}
