import {RedislabError} from '../../core/errors/errors.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'

/**
 * The instance that is master of a group now.
 *
 * @throws RedislabError WRONG_STATE when there is none, or several claim to be
 */
export function findMaster({masters, instances}: DeploymentStatus, masterName: string): InstanceStatus {
  const master = masters.find(({name}) => name === masterName)
  const found = instances.find(({name}) => name === master?.instance)
  if (found !== undefined) return found
  const claimedBy = master?.claimedBy ?? []
  const why = claimedBy.length > 1 ? `${claimedBy.join(' and ')} claim to be master` : 'nobody is master'
  throw new RedislabError('WRONG_STATE', `${masterName} has no master now: ${why}.`, {
    suggestions: ['Wait for the failover first: await deployment.awaitFailover()'],
    details: {masterName, claimedBy},
  })
}
