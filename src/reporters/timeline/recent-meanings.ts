/** So many lines are thought to be on the screen still. */
const remembered = 20

/** Remembers what was explained a moment ago, so that a loop is not explained in every round. */
export class RecentMeanings {
  readonly #shown = new Map<string, number>()
  #line = 0

  /** To be asked once for each line: whether its meaning should be told. */
  isNew(meaning: string | undefined): boolean {
    this.#line++
    if (meaning === undefined) return false
    const shown = this.#shown.get(meaning)
    if (shown !== undefined && this.#line - shown <= remembered) return false
    // In the order of showing, so that the oldest come first.
    this.#shown.delete(meaning)
    this.#shown.set(meaning, this.#line)
    for (const [old, line] of this.#shown) {
      if (this.#line - line <= remembered) break
      this.#shown.delete(old)
    }
    return true
  }
}
