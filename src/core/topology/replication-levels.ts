import type {PlannedInstance} from './plan.ts'

/**
 * Data instances by their distance from a master: masters first, then their replicas, then the replicas of those. Those that
 * replicate from each other in a circle come last.
 */
export function replicationLevels(
  instances: readonly PlannedInstance[],
): readonly (readonly PlannedInstance[])[] {
  const levels: PlannedInstance[][] = []
  let upstream: readonly (string | undefined)[] = [undefined]
  while (true) {
    const level = instances.filter(({kind, replicaOf}) => kind === 'redis' && upstream.includes(replicaOf))
    if (level.length === 0) break
    levels.push(level)
    upstream = level.map(({name}) => name)
  }
  const reached = new Set(levels.flat())
  const left = instances.filter((instance) => instance.kind === 'redis' && !reached.has(instance))
  return left.length === 0 ? levels : [...levels, left]
}
