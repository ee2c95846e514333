import type {Plan} from '../../core/topology/plan.ts'

/** A phase of a failover: when it was reached, and what that time is made of. */
export interface PhaseLine {
  readonly name: string
  /** Milliseconds from the beginning; null for what did not happen. */
  readonly ms: number | null
  readonly note: string
}

export interface PhasesContext extends Pick<Plan, 'settings'> {
  readonly sentinels: number
}
