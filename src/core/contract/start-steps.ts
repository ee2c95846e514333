/** The steps of starting a deployment, in order. Those that do not apply are left out. */
export type StepName = 'configure' | 'links' | 'nodes' | 'masters' | 'replicas' | 'sentinels' | 'ready'

/** A step that is done, as the JSON of `up` has it. */
export interface Step {
  readonly name: StepName
  readonly ms: number
}

export interface PlannedStep {
  readonly name: StepName
  /** Which instances, or what is awaited. */
  readonly detail: string
}

/** What happens during a start: what is going to be done, then each step as it starts and ends, by its index. */
export type StepEvent =
  | {readonly kind: 'steps-planned'; readonly steps: readonly PlannedStep[]}
  | {readonly kind: 'step-started'; readonly index: number}
  | {readonly kind: 'step-done'; readonly index: number; readonly ms: number}
