/** The known words that were probably meant, the nearest ones; none when even they are far from what was typed. */
export function findAllNearest(typed: string, known: readonly string[]): readonly string[] {
  const measured = [...new Set(known)].map((word) => ({word, far: editsBetween(typed, word)}))
  const least = Math.min(...measured.map(({far}) => far))
  return measured.filter(({word, far}) => far === least && far <= mostEdits(word)).map(({word}) => word)
}

/** A short word with two slips might as well be another one. */
function mostEdits({length}: string): number {
  return length <= 4 ? 1 : Math.max(2, length / 3)
}

/** The known word that was probably meant, or undefined when even the nearest one is far from what was typed. */
export function findNearest(typed: string, known: readonly string[]): string | undefined {
  return findAllNearest(typed, known)[0]
}

/**
 * How many slips of the finger lie between two words: a letter too many, one missing, another one, or two neighbours
 * exchanged (optimal string alignment).
 */
function editsBetween(a: string, b: string): number {
  let before: readonly number[] = []
  let last = Array.from({length: b.length + 1}, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1]
      const isExchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      next.push(
        Math.min(
          at(last, column) + 1,
          at(next, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isExchanged ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = last
    last = next
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
