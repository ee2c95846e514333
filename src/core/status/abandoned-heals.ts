import {traitsOf} from '../faults/kinds.ts'
import type {AbandonedHeal, InstanceStatus} from './status.ts'

/** Heals that nobody will do, without those that somebody has done by hand. */
export function findStillNeeded(
  heals: readonly AbandonedHeal[],
  instances: readonly InstanceStatus[],
): readonly AbandonedHeal[] {
  return heals.flatMap((heal) => {
    if (heal.by === 'heal') return [heal]
    const left = heal.instances.filter((name) => {
      const state = instances.find((instance) => instance.name === name)?.state
      if (state === undefined) return false
      // A setting lasts while the process does.
      return heal.by === 'set'
        ? state === 'running' || state === 'paused'
        : traitsOf(heal.by).in.includes(state)
    })
    return left.length === 0 ? [] : [{...heal, instances: left}]
  })
}

/** `nobody will resume n2: the process that was to do it has ended; redislab resume n2` */
export function describeAbandonedHeal({instances, by}: AbandonedHeal): string {
  const names = instances.join(' ')
  const why = 'the process that was to do it has ended'
  if (by === 'heal') return `the links will not be healed: ${why}; redislab heal does it`
  if (by === 'set') return `the settings of ${names} will not be put back: ${why}`
  return `${names} will not be ${traitsOf(by).undoes?.told}: ${why}; redislab ${by} ${names} does it`
}
