/** What a reset did. */
export interface ResetReport {
  /** When everything was restored, ISO 8601. */
  readonly at: string
  /** How long it took, in milliseconds. */
  readonly ms: number
  /** The instances that were started again, since they could not be restored in place. */
  readonly restarted: readonly string[]
}
