import type {DeploymentStatus} from './status.ts'

/**
 * Who is master of each group. Where several say so, as after a cut, or nobody does, it is the one that most sentinels
 * name; '' where that is nobody.
 */
export function currentMasters({masters, instances}: DeploymentStatus): Readonly<Record<string, string>> {
  return Object.fromEntries(
    masters.map(({name: group, instance, claimedBy}) => {
      if (instance !== null) return [group, instance]
      const candidates = instances
        .filter(({name, masterName}) =>
          claimedBy.length > 0 ? claimedBy.includes(name) : masterName === group,
        )
        .map(({name, address}) => ({
          name,
          votes: instances.filter(({believes}) => believes?.[group] === address).length,
        }))
      const [first] = candidates.toSorted((a, b) => b.votes - a.votes)
      return [group, first !== undefined && first.votes > 0 ? first.name : '']
    }),
  )
}
