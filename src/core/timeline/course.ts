import type {Fault} from '../faults/faults.ts'
import {traitsOf} from '../faults/kinds.ts'
import type {LinkFault} from '../links/link-fault.ts'

/** What is to be expected of a fault: how long it lasts, and what is waited for. */
export interface Course {
  /** Milliseconds after which it is over by itself; undefined for never. */
  readonly lastsMs: number | undefined
  /** It gives something back: that it is in its place again is waited for. */
  readonly givesBack: boolean
  /** A master that was replaced runs on, or will: that it becomes a replica is waited for. */
  readonly oldMasterReturns: boolean
}

export function courseOf(fault: Fault | LinkFault, forMs: number | undefined): Course {
  const {settles = false, keepsMaster = false} = traitsOf(fault.kind)
  const lastsMs = forMs ?? (fault.kind === 'sleep' ? fault.durationMs : undefined)
  return {
    lastsMs,
    givesBack: forMs === undefined && settles,
    oldMasterReturns: lastsMs !== undefined || keepsMaster,
  }
}
