/** On a busy machine one try may fail that the next one does not. */
const enoughTries = 3

/** Of whom something is known: they have answered once, or have left several questions unanswered. */
export class FirstAnswers {
  readonly #known = new Set<string>()
  readonly #missed = new Map<string, number>()

  get known(): ReadonlySet<string> {
    return this.#known
  }

  hear(name: string): void {
    this.#known.add(name)
  }

  /** A question was not answered. */
  miss(name: string): void {
    const missed = (this.#missed.get(name) ?? 0) + 1
    this.#missed.set(name, missed)
    if (missed >= enoughTries) this.#known.add(name)
  }
}
