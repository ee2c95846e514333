import type {Fault} from '../faults/faults.ts'
import {traitsOf} from '../faults/kinds.ts'
import type {LinkFault} from '../links/link-fault.ts'
import type {Plan} from '../topology/plan.ts'

/** What follows from a fault by itself: how long it lasts, and what is waited for. */
export interface FaultEffects {
  /** Milliseconds after which it is over by itself; undefined for never. */
  readonly lastsMs: number | undefined
  /** It gives something back: that it is in its place again is waited for. */
  readonly givesBack: boolean
  /** A master that was replaced runs on, or will: that it becomes a replica is waited for. */
  readonly oldMasterReturns: boolean
}

export function effectsOf(fault: Fault | LinkFault, forMs: number | undefined): FaultEffects {
  const {settles = false, keepsMaster = false} = traitsOf(fault.kind)
  const lastsMs = forMs ?? (fault.kind === 'sleep' ? fault.durationMs : undefined)
  return {
    lastsMs,
    givesBack: forMs === undefined && settles,
    oldMasterReturns: lastsMs !== undefined || keepsMaster,
  }
}

/** How long after a failover could have come nothing more is expected, in milliseconds. */
export const graceMs = 1500

/** A moment at which it is asked whether a failover may still come. */
export interface Moment {
  readonly plan: Plan
  readonly down: Pick<ReadonlySet<string>, 'has'>
  /** Milliseconds since 1970. */
  readonly now: number
}
