/**
 * Replaces one text by another of as many bytes in what comes piece by piece, wherever the pieces were cut. What may be the
 * beginning of the text at the end of a piece is held back until the next one comes.
 */
export class ReplacedBytes {
  readonly #from: string
  readonly #to: string
  #held = ''

  constructor(from: string, to: string) {
    this.#from = from
    this.#to = to
  }

  /** What can be passed on by now. */
  take(piece: Buffer): Buffer {
    const text = this.#held + piece.toString('latin1')
    const heldFrom = this.#beginsAt(text)
    this.#held = text.slice(heldFrom)
    return Buffer.from(text.slice(0, heldFrom).replaceAll(this.#from, this.#to), 'latin1')
  }

  /** Where the text begins of which the end is not there yet; the length of the text when it begins nowhere. */
  #beginsAt(text: string): number {
    for (let length = Math.min(this.#from.length - 1, text.length); length > 0; length -= 1)
      if (text.endsWith(this.#from.slice(0, length))) return text.length - length
    return text.length
  }
}
