import type {Fault} from '../faults/faults.ts'
import type {LinkFault} from '../links/link-fault.ts'

/** What is to be expected of a fault: how long it lasts, and what is waited for. */
export interface FaultEffects {
  /** Milliseconds after which it is over by itself; undefined for never. */
  readonly lastsMs: number | undefined
  /** It gives something back: that it is in its place again is waited for. */
  readonly givesBack: boolean
  /** A master that was replaced runs on, or will: that it becomes a replica is waited for. */
  readonly oldMasterReturns: boolean
}

const givesBack: ReadonlySet<string> = new Set(['start', 'restart', 'resume', 'heal'])

export function effectsOf(fault: Fault | LinkFault, forMs: number | undefined): FaultEffects {
  const lastsMs = forMs ?? (fault.kind === 'sleep' ? fault.durationMs : undefined)
  return {
    lastsMs,
    givesBack: forMs === undefined && givesBack.has(fault.kind),
    oldMasterReturns: lastsMs !== undefined || fault.kind === 'failover' || fault.kind === 'restart',
  }
}
