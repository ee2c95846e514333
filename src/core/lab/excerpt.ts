import {shorten} from '../text/shorten.ts'
import type {Wanted} from './schema/wanted.ts'

const longest = 200

/**
 * A long reply that is as it was wanted, in a line that can be read: of what a pattern looked for, the places that it
 * found; else how the reply begins.
 */
export function excerptOf(text: string, wanted: Wanted | undefined): string {
  if (text.length <= longest) return text
  const found = wanted === undefined ? [] : findPlaces(text, wanted)
  return shorten(found.length === 0 ? text : `… ${found.join(' … ')} …`, longest)
}

function findPlaces(text: string, wanted: Wanted): readonly string[] {
  if (wanted === null || typeof wanted !== 'object' || !('matches' in wanted || 'contains' in wanted))
    return []
  const {matches, contains} = wanted
  if (matches !== undefined) return [...text.matchAll(new RegExp(matches, 'gm'))].map(([place]) => place)
  return contains === undefined ? [] : [contains]
}
