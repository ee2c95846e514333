import type {Link, LinkRule} from './link.ts'

interface Member {
  readonly name: string
  readonly kind: 'redis' | 'sentinel'
}

/**
 * Who is cut off from the others: all that are not in the largest set whose members still reach each other, both ways
 * and be it through others. The largest is the one with the most votes, if it holds data: with the most masters in a
 * cluster, with the most sentinels elsewhere; of those, the one with the most members.
 *
 * @param masters the masters of a cluster, who alone have votes in it; undefined outside of clusters
 */
export function findCutOff(
  members: readonly Member[],
  cut: readonly Link[],
  masters?: readonly string[],
): readonly string[] {
  const isCut = new Set(cut.map(({from, to}) => `${from}>${to}`))
  const reach = (a: string, b: string) => !isCut.has(`${a}>${b}`) && !isCut.has(`${b}>${a}`)
  const sets: Member[][] = []
  for (const member of members) {
    const near = sets.filter((set) => set.some(({name}) => reach(name, member.name)))
    for (const set of near) sets.splice(sets.indexOf(set), 1)
    sets.push([...near.flat(), member])
  }
  const weigh = (set: readonly Member[]) => {
    // Sentinels alone have nobody to promote.
    if (set.every(({kind}) => kind === 'sentinel')) return -1
    const votes = set.filter(({name, kind}) => masters?.includes(name) ?? kind === 'sentinel').length
    return votes * (members.length + 1) + set.length
  }
  const [largest] = sets.toSorted((a, b) => weigh(b) - weigh(a))
  return members.filter((member) => !largest?.includes(member)).map(({name}) => name)
}

/**
 * Whom rules keep from the others: who is cut off, and where nobody is, the ends of all rules. None where there are no
 * rules.
 */
export function findHeldBack(
  members: readonly Member[],
  rules: readonly LinkRule[],
  masters?: readonly string[],
): readonly string[] {
  const cuts = rules.filter(({cut}) => cut !== undefined)
  const apart = findCutOff(members, cuts, masters)
  const ends = new Set(
    (apart.length > 0 ? rules.filter((rule) => !cuts.includes(rule)) : rules).flatMap(({from, to}) => [
      from,
      to,
    ]),
  )
  return members.map(({name}) => name).filter((name) => apart.includes(name) || ends.has(name))
}
