import type {Host} from '../host/host.ts'
import type {Baseline} from '../instances/baseline.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** What every part of a reset works with. */
export interface ResetContext {
  readonly host: Host
  readonly directory: string
  /** Changed in place, and written. */
  readonly record: DeploymentRecord
  readonly baseline: Baseline | undefined
  readonly withinMs: number
  readonly signal: AbortSignal | undefined
}
