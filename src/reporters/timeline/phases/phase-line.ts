import type {Failover} from '../../../core/timeline/failover.ts'

/** A phase of a failover: when it was reached, and what that time is made of. */
export interface PhaseLine {
  readonly name: string
  /** Milliseconds from the beginning; null for what did not happen. */
  readonly ms: number | null
  readonly note: string
}

/** `down-after 1500 ms + 140 ms`; nothing where the setting is not known. */
export function timeoutNote(name: string, timeoutMs: number | null, ms: number | null): string {
  if (timeoutMs === null) return ''
  const rest = ms === null ? '' : ` ${ms < timeoutMs ? '−' : '+'} ${Math.abs(ms - timeoutMs)} ms`
  return `${name} ${timeoutMs} ms${rest}`
}

/** `+ 140 ms: `, the time from one phase to the next; nothing where one of them did not happen. */
export function sinceNote(ms: number | null, fromMs: number | null): string {
  return ms === null || fromMs === null ? '' : `+ ${ms - fromMs} ms: `
}

/** The phases that follow an election. */
export function linesOfTakeover(
  {phases, details}: Pick<Failover, 'phases' | 'details'>,
  notes: {readonly promoted: string; readonly agreed: string; readonly afterReattached?: string},
): readonly PhaseLine[] {
  const {outageMs, reattached} = details
  const resyncs = reattached.map(({instance, resync}) => `${instance} ${resync}`).join(', ')
  return [
    {name: 'promoted', ms: phases.promotedMs, note: notes.promoted},
    {
      name: 'writable',
      ms: phases.writableMs,
      note: outageMs === null ? '' : `no write got through for ${outageMs} ms`,
    },
    {name: 'agreed', ms: phases.agreedMs, note: notes.agreed},
    {
      name: 'reattached',
      ms: phases.reattachedMs,
      note: resyncs === '' ? '' : `${resyncs}${notes.afterReattached ?? ''}`,
    },
  ]
}
