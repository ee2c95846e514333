import {distance} from 'fastest-levenshtein'

/** The known word that was probably meant, or undefined when even the nearest one is far from what was typed. */
export function findNearest(typed: string, known: readonly string[]): string | undefined {
  const swapped = [...typed].slice(1).map((_, index) => swapAt(typed, index))
  // Two letters in each other's place are one mistake, not two.
  const mistakes = (word: string) =>
    Math.min(distance(typed, word), ...swapped.map((other) => 1 + distance(other, word)))
  const nearest = known.toSorted((a, b) => mistakes(a) - mistakes(b))[0]
  if (nearest === undefined) return undefined
  return mistakes(nearest) <= Math.max(2, nearest.length / 3) ? nearest : undefined
}

function swapAt(text: string, index: number): string {
  return `${text.slice(0, index)}${text[index + 1]}${text[index]}${text.slice(index + 2)}`
}
