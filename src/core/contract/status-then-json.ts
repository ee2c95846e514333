import type {InstanceThen} from '../picture/moment.ts'
import type {Plan} from '../topology/plan.ts'
import type {Mode} from '../words.ts'

/** The JSON of `status --at`, and of `status` of an opened deployment. */
export interface StatusThenJson {
  readonly deployment: string
  readonly topology: string
  readonly mode: Mode
  /** ISO 8601. */
  readonly at: string
  readonly instances: readonly InstanceThen[]
}

/** The document of `status --at --json`. @param at milliseconds since 1970 */
export function describeStatusThen(
  {name, topology, mode}: Plan,
  at: number,
  instances: readonly InstanceThen[],
): StatusThenJson {
  return {deployment: name, topology, mode, at: new Date(at).toISOString(), instances}
}
