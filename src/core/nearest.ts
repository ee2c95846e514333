import {distance} from 'fastest-levenshtein'

/** The known word that was probably meant, or undefined when even the nearest one is far from what was typed. */
export function findNearest(typed: string, known: readonly string[]): string | undefined {
  const nearest = known.toSorted((a, b) => distance(typed, a) - distance(typed, b))[0]
  if (nearest === undefined) return undefined
  return distance(typed, nearest) <= Math.max(2, nearest.length / 3) ? nearest : undefined
}
