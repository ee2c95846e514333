import {RedislabError} from '../errors/errors.ts'
import type {Plan} from './plan.ts'

/** @throws RedislabError TARGET_NOT_FOUND when a deployment has no master group, or shard, of this name */
export function requireGroup({masters}: Pick<Plan, 'masters'>, masterName: string): void {
  if (masters.some(({name}) => name === masterName)) return
  throw new RedislabError('TARGET_NOT_FOUND', `There is no master group named "${masterName}".`, {
    suggestions: [`There is ${masters.map(({name}) => name).join(', ')}.`],
  })
}
