import {partsOf} from './claim.ts'
import type {EvidencedInstance} from './find-instances.ts'

/**
 * The instances that a word means: a name, an address, a host, the beginning of an id, or a file of its own. What it is
 * exactly comes before what it only begins.
 */
export function findByWord(
  instances: readonly EvidencedInstance[],
  word: string,
): readonly EvidencedInstance[] {
  const named = instances.filter(({name}) => name === word)
  if (named.length > 0) return named
  return instances.filter(
    ({addresses, ids, files}) =>
      addresses.some((address) => address === word || partsOf(address)?.host === word) ||
      ids.some((id) => word.length >= 4 && id.startsWith(word)) ||
      files.some((file) => file === word || file.split('/').at(-1) === word),
  )
}
