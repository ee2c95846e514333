import type {Plan} from '../topology/plan.ts'
import {parseTopology} from '../topology/topology.ts'
import type {Scope} from './expression.ts'

/**
 * What a lab can read of each instance by its name: `${n1.port}`, and `${s1.id}` of sentinels and of nodes of a cluster,
 * by which the others know it.
 */
export function instanceValues({instances}: Pick<Plan, 'instances'>): Scope {
  return Object.fromEntries(
    instances.map(({name, host, port, sentinelId, nodeId}) => {
      const id = sentinelId ?? nodeId
      return [name, {host, port, ...(id === undefined ? {} : {id})}]
    }),
  )
}

/** The names that the instances of a topology will have. */
export function instanceNames(topology: string): readonly string[] {
  const {masters, replicas, sentinels} = parseTopology(topology)
  const numbered = (letter: string, count: number) =>
    Array.from({length: count}, (_, index) => `${letter}${index + 1}`)
  return [...numbered('n', masters + replicas), ...numbered('s', sentinels)]
}
