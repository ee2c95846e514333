/** What is written so that its loss can be counted: counters, and members of sets. */
interface Account {
  readonly kind: 'counter' | 'set'
  /** How much a counter was incremented; the members that were added. */
  total: number
  readonly members: Set<string>
}

const mostKeys = 2000

/**
 * Keeps account of counters and sets that a client writes: what a server executed and is not there in the end was
 * acknowledged and is lost.
 */
export class Ledger {
  readonly #accounts = new Map<string, Account>()
  /** Keys that are also written in other ways: nothing can be said of them. */
  readonly #mixed = new Set<string>()
  executed = 0

  take(name: string, args: readonly string[]): void {
    this.executed += 1
    const [key = '', ...rest] = args
    const kind = name === 'INCR' || name === 'INCRBY' ? 'counter' : name === 'SADD' ? 'set' : undefined
    if (kind === undefined) {
      this.#mixed.add(key)
      return
    }
    const account = this.#accounts.get(key) ?? {kind, total: 0, members: new Set<string>()}
    if (account.kind !== kind || (!this.#accounts.has(key) && this.#accounts.size >= mostKeys)) return
    this.#accounts.set(key, account)
    if (kind === 'counter') account.total += name === 'INCR' ? 1 : Number(rest[0] ?? 0)
    else for (const member of rest) account.members.add(member)
  }

  /** The keys to be looked at in the end, with the command that tells what is left of each. */
  get questions(): readonly {readonly key: string; readonly command: 'GET' | 'SCARD'}[] {
    return [...this.#accounts]
      .filter(([key]) => !this.#mixed.has(key))
      .map(([key, {kind}]) => ({key, command: kind === 'counter' ? 'GET' : 'SCARD'}))
  }

  /** How much of a key is gone, by the reply to its question. */
  lostOf(key: string, reply: unknown): number {
    const account = this.#accounts.get(key)
    if (account === undefined) return 0
    const total = account.kind === 'counter' ? account.total : account.members.size
    return Math.max(0, total - Number(reply ?? 0))
  }
}
