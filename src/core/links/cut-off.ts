import type {Link} from './link.ts'

interface Member {
  readonly name: string
  readonly kind: 'redis' | 'sentinel'
}

/**
 * Who is cut off from the others: all that are not in the largest set whose members still reach each other, both ways
 * and be it by way of others. Of sets that hold data, the one with the most sentinels is the largest.
 */
export function findCutOff(members: readonly Member[], cut: readonly Link[]): readonly string[] {
  const isCut = new Set(cut.map(({from, to}) => `${from}>${to}`))
  const reach = (a: string, b: string) => !isCut.has(`${a}>${b}`) && !isCut.has(`${b}>${a}`)
  const sets: Member[][] = []
  for (const member of members) {
    const near = sets.filter((set) => set.some(({name}) => reach(name, member.name)))
    for (const set of near) sets.splice(sets.indexOf(set), 1)
    sets.push([...near.flat(), member])
  }
  const weigh = (set: readonly Member[]) => {
    const sentinels = set.filter(({kind}) => kind === 'sentinel').length
    // Sentinels alone have nobody to promote.
    return sentinels === set.length ? -1 : sentinels * (members.length + 1) + set.length
  }
  const [largest] = sets.toSorted((a, b) => weigh(b) - weigh(a))
  return members.filter((member) => !largest?.includes(member)).map(({name}) => name)
}
