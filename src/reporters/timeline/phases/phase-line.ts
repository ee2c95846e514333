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
