/** Sends one command to one master. Throws what the client throws. */
export type Send = (command: string, ...args: readonly (string | number)[]) => Promise<unknown>

/** One lock, as one client wants it. */
export interface LockCall {
  /** Where it locks. All but Redlock use the first one only. */
  readonly masters: readonly [Send, ...Send[]]
  readonly key: string
  /** The counter of the fencing numbers of this lock. */
  readonly fenceKey: string
  /** No two acquisitions have the same one. */
  readonly token: string
  readonly ttlMs: number
}

/** What a client has that got the lock. */
export interface Grant {
  /** The fencing number: who gets the lock later has a higher one, if the strategy keeps its promise. */
  readonly fence: number
  /** How long the client may rely on it from now on, where the strategy says so. Else it never looks at the clock. */
  readonly validForMs?: number
}

/** What a client sends to lock, and how it reads the replies. It knows nothing of who else wants the lock. */
export interface LockStrategy {
  /** Undefined when somebody else has the lock. */
  acquire(call: LockCall): Promise<Grant | undefined>
  /** Whether it was still there to be released, as far as this strategy can tell. */
  release(call: LockCall): Promise<boolean>
  /** Keeps it for another TTL; false when it is not the client's any more. */
  renew?(call: LockCall): Promise<boolean>
  /** How often `renew` is called by itself while the lock is held. */
  renewEveryMs?(ttlMs: number): number
  /** It locks at every master of the deployment, which do not know of each other. */
  readonly usesAllMasters?: true
}
