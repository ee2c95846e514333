import damerauLevenshtein from 'damerau-levenshtein'

/**
 * The known words that were probably meant, the nearest ones; none when even they are far from what was typed. Two neighbours that
 * are exchanged are one slip, as is a letter too many, one missing or another one.
 */
export function findAllNearest(typed: string, known: readonly string[]): readonly string[] {
  // A difference in length is as many slips at least: very long words are not measured.
  const measured = [...new Set(known)]
    .filter((word) => Math.abs(word.length - typed.length) <= mostEdits(word))
    .map((word) => ({word, far: damerauLevenshtein(typed, word).steps}))
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
