/**
 * Lines at the bottom of a terminal that are written anew whenever something is told above them. Only for terminals, and
 * only for lines that are no wider than it.
 */
export class LiveLines {
  #shown = ''

  /** What to write so that the terminal shows `told` above, and beneath it `live` in place of what was live before. */
  put(told: string, live: string): string {
    if (told === '' && live === this.#shown) return ''
    const height = this.#shown.split('\n').length - 1
    this.#shown = live
    // Up to the first live line, and everything from there on is gone.
    return `${height === 0 ? '' : `\x1b[${height}A\x1b[0J`}${told}${live}`
  }
}
