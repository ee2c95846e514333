/** What is done in one case of a rehearsal. */
export type CaseKind =
  /** One instance is killed. */
  | 'instance'
  /** All instances of a host are killed at the same moment. */
  | 'host'
  /** All instances of two hosts. */
  | 'pair'
  /** A master is frozen. */
  | 'freeze'
  /** The host of a master, or the master itself, is cut off from the others; clients reach both sides. */
  | 'partition'
  /** A failover that somebody asks for. */
  | 'planned'
  /** Every instance is restarted, one after the other, masters last and after a failover. */
  | 'rolling'
  /** Everything is killed at the same moment, and started again. */
  | 'all'

/** One case: what is done to whom. */
export interface RehearsalCase {
  readonly kind: CaseKind
  /** `host 10.0.0.1`, `n2 killed`. */
  readonly title: string
  /** The hosts that are lost or cut off. */
  readonly hosts: readonly string[]
  /** The instances that it is done to, in the twin. */
  readonly instances: readonly string[]
  /** The masters among them. */
  readonly masters: readonly string[]
}

/** What a case came to. */
export interface CaseResult extends RehearsalCase {
  /** Whether writes were taken again while what was lost was gone; of a restart, when it was over. */
  readonly survived: boolean
  /** Whether a failover would still be possible after it, by the arithmetic; null where it is not about votes. */
  readonly isProtected: boolean | null
  /** Milliseconds without a write, as the clients saw it; null when it did not end. */
  readonly outageMs: number | null
  /** Writes that were answered with OK. */
  readonly acknowledged: number
  /** Those that were not there afterwards; null where nobody could be asked. */
  readonly lost: number | null
  /** Why, in one sentence. */
  readonly why: string
}
