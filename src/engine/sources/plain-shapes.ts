/** So many shapes are known at a time. */
const mostShapes = 100
/** A longer text is hardly ever repeated. */
const longest = 400

/**
 * Texts in which a secret may stand and none does, known by their shape: what is found out once holds for all texts that
 * differ from that one in digits alone, since no secret is told from other words by which digits it has. A storm of
 * `NOAUTH Authentication required` costs no more so than any other lines.
 */
export class PlainShapes {
  readonly #shapes = new Set<string>()

  /** Whether a text of this shape was noted. */
  has(text: string): boolean {
    return this.#shapes.has(shapeOf(text))
  }

  /** Texts of this shape stay as they are. */
  add(text: string): void {
    if (text.length > longest) return
    // Those that come again and again are soon known once more.
    if (this.#shapes.size >= mostShapes) this.#shapes.clear()
    this.#shapes.add(shapeOf(text))
  }
}

function shapeOf(text: string): string {
  return text.replace(/\d/g, '0')
}
