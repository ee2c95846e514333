/** Something that redislab promises and did not keep: what, and what was seen instead. */
export class Finding extends Error {
  override readonly name = 'Finding'
}

/** How much was looked at, and what was done how often. */
export class Tally {
  checks = 0
  readonly #done = new Map<string, number>()

  /** @throws Finding when it does not hold */
  check(holds: boolean, sentence: string, seen?: unknown): void {
    this.checks += 1
    if (!holds) throw new Finding(seen === undefined ? sentence : `${sentence}\n  seen: ${inWords(seen)}`)
  }

  count(what: string, times = 1): void {
    this.#done.set(what, (this.#done.get(what) ?? 0) + times)
  }

  add(other: Tally): void {
    this.checks += other.checks
    for (const [what, times] of other.#done) this.count(what, times)
  }

  /** Most often first. */
  get done(): readonly (readonly [string, number])[] {
    return [...this.#done].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
  }
}

function inWords(seen: unknown): string {
  return (typeof seen === 'string' ? seen : JSON.stringify(seen)).slice(0, 3000)
}
