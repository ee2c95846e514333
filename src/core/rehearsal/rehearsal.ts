/**
 * What is done in one case of a rehearsal: one instance is killed; all instances of a host, of two hosts; a master is frozen;
 * the host of a master, or the master itself, is cut off from the others, while clients reach both sides; a failover that
 * somebody asks for; every instance is restarted, masters last and after a failover; everything is killed, and started again.
 */
export const caseKinds = [
  'instance',
  'host',
  'pair',
  'freeze',
  'partition',
  'planned',
  'rolling',
  'all',
] as const
export type CaseKind = (typeof caseKinds)[number]

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
  /**
   * Whether writes were taken again while what was lost was gone; of a restart, when it was over. Of a cluster: whether every
   * slot was served by a master that says cluster_state:ok.
   */
  readonly survived: boolean
  /** Whether a failover would still be possible after it, by the arithmetic; null where it is not about votes. */
  readonly isProtected: boolean | null
  /** Of a cluster: the slots that nobody serves, as `0-5460,5462`; empty where all are served. Null of everything else. */
  readonly unserved: string | null
  /** Milliseconds without a write, as the clients saw it; null when it did not end. */
  readonly outageMs: number | null
  /** Writes that were answered with OK. */
  readonly acknowledged: number
  /** Those that were not there afterwards; null where nobody could be asked. */
  readonly lost: number | null
  /** Why, in one sentence. */
  readonly why: string
}
