import {type Draft, valuesOf} from './draft.ts'

/**
 * Names each instance: the shortest of the names that its files give it, else its address. A server and a sentinel of one
 * pod share a name, and two files in two folders may: then the kind, or a number, tells them apart.
 */
export function nameInstances(drafts: readonly Draft[]): ReadonlyMap<Draft, string> {
  const wanted = new Map(drafts.map((draft) => [draft, shortName(draft)]))
  const names = new Map<Draft, string>()
  const taken = new Set<string>()
  for (const [draft, name] of wanted) {
    const others = [...wanted].filter(([other, its]) => other !== draft && its === name)
    const isAmbiguous = others.length > 0
    const own =
      isAmbiguous && draft.kind === 'sentinel' && !name.endsWith('sentinel') ? `${name}-sentinel` : name
    let unique = own
    for (let number = 2; taken.has(unique); number += 1) unique = `${own}-${number}`
    taken.add(unique)
    names.set(draft, unique)
  }
  return names
}

function shortName(draft: Draft): string {
  const names = [...draft.names].filter((name) => name !== '' && name !== '-')
  const [shortest] = names.toSorted((a, b) => a.length - b.length)
  return shortest ?? valuesOf(draft, 'address').at(-1) ?? valuesOf(draft, 'id')[0]?.slice(0, 8) ?? 'unnamed'
}
