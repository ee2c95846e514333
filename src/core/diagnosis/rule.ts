import type {Case} from './case.ts'
import type {Diagnosis} from './finding.ts'

/** What makes findings of one cause. */
export interface Rule {
  readonly id: string
  /** What it needs to see something: said where it could not be examined. */
  readonly needs: string
  /** Where its facts are from: the page or the source of Redis that says so. */
  readonly source: string
  /** The lab that shows the consequence. */
  readonly lab?: string
  /** Whether the evidence holds what it needs. */
  readonly isExaminable: (evidence: Case) => boolean
  readonly examine: (evidence: Case) => readonly Diagnosis[]
}
