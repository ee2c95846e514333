/** A client that got a lock and has not given it back. */
export interface Holder {
  readonly fence: number
  /** Whether the client itself believes at this moment that the lock is its own. */
  readonly believes: () => boolean
}

/** What is known of one lock at a moment. */
export interface LockView {
  /** How many clients believe now that they hold it. */
  readonly holders: number
  /** How many of these a resource would still serve that refuses all fencing numbers but the highest. */
  readonly accepted: number
  /** The most of each at one moment so far. */
  readonly mostHolders: number
  readonly mostAccepted: number
  /** The highest fencing number so far. */
  readonly fence: number
  readonly acquired: number
  readonly refused: number
  /** Acquired while another client believed that it held the lock still. */
  readonly doubleHeld: number
  /** Acquired with a fencing number that was not higher than all before. */
  readonly fencingBroken: number
  readonly renewed: number
  /** Renewals of which nobody knows what became. */
  readonly renewalsFailed: number
  /** Holders who learnt, by a renewal or a release, that the lock was theirs no longer. */
  readonly lost: number
}

type Count = 'acquired' | 'refused' | 'doubleHeld' | 'fencingBroken' | 'renewed' | 'renewalsFailed' | 'lost'

/**
 * Knows who believes to hold what. All clients are in this process and are told apart by one clock, so two holders at
 * once are seen and not inferred.
 */
export class LockReferee {
  readonly #locks = new Map<string, LockState>()

  acquired(lock: string, holder: Holder): void {
    const state = this.#state(lock)
    const {counts} = state
    counts.acquired += 1
    if (look(state).holders > 0) counts.doubleHeld += 1
    if (holder.fence <= state.fence) counts.fencingBroken += 1
    state.fence = Math.max(state.fence, holder.fence)
    state.holders.add(holder)
    const {holders, accepted} = look(state)
    state.mostHolders = Math.max(state.mostHolders, holders)
    state.mostAccepted = Math.max(state.mostAccepted, accepted)
  }

  /** Its client does not believe any more that it holds the lock. */
  ended(lock: string, holder: Holder): void {
    this.#state(lock).holders.delete(holder)
  }

  count(lock: string, what: Exclude<Count, 'acquired' | 'doubleHeld' | 'fencingBroken'>): void {
    this.#state(lock).counts[what] += 1
  }

  /** Every lock that somebody has wanted so far. */
  view(): Readonly<Record<string, LockView>> {
    return Object.fromEntries(
      [...this.#locks].map(([name, state]) => {
        const {counts, fence, mostHolders, mostAccepted} = state
        return [name, {...look(state), mostHolders, mostAccepted, fence, ...counts}]
      }),
    )
  }

  #state(lock: string): LockState {
    const known = this.#locks.get(lock)
    if (known !== undefined) return known
    const counts = {
      acquired: 0,
      refused: 0,
      doubleHeld: 0,
      fencingBroken: 0,
      renewed: 0,
      renewalsFailed: 0,
      lost: 0,
    }
    const state: LockState = {holders: new Set<Holder>(), fence: 0, mostHolders: 0, mostAccepted: 0, counts}
    this.#locks.set(lock, state)
    return state
  }
}

interface LockState {
  readonly holders: Set<Holder>
  fence: number
  mostHolders: number
  mostAccepted: number
  readonly counts: Record<Count, number>
}

function look({holders, fence}: LockState): Pick<LockView, 'holders' | 'accepted'> {
  const believing = [...holders].filter(({believes}) => believes())
  return {holders: believing.length, accepted: believing.filter((one) => one.fence === fence).length}
}
