import {RedislabError} from '../../core/errors/errors.ts'
import type {Fault} from '../../core/faults/faults.ts'
import {featuresOf} from '../../core/redis/server-version.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import {requireFeature} from '../servers/require-feature.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {type FailoverWish, findPromoted} from './cluster-failover.ts'
import {findReplaced} from './failover.ts'

/** A failover that is asked for, and where. */
export interface FailoverRequest extends Pick<FailoverWish, 'targets' | 'found'> {
  readonly status: DeploymentStatus
  readonly record: DeploymentRecord
}

/**
 * Of a failover: the master that is replaced, or in a cluster the replica that takes over.
 *
 * @throws RedislabError TARGET_AMBIGUOUS, WRONG_STATE; OPTION_INVALID for a manner that is not of such a deployment;
 * SERVER_LACKS
 */
export function findFailedOver(
  {manner}: Extract<Fault, {readonly kind: 'failover'}>,
  {status, record, targets, found}: FailoverRequest,
): readonly InstanceStatus[] {
  if (status.mode === 'cluster') {
    if (manner !== 'coordinated') return findPromoted(status, {targets, found, manner})
    throw new RedislabError('OPTION_INVALID', 'A coordinated failover is for sentinels.', {
      suggestions: ['In a cluster a replica agrees with its master by itself: leave it out.'],
    })
  }
  if (manner === 'coordinated') {
    const what = 'coordinated failover (SENTINEL FAILOVER … COORDINATED)'
    requireFeature('coordinatedFailover', record.server, {what, topology: 'up 1m2r3s'})
  }
  if (manner === undefined || manner === 'coordinated') return findReplaced(status, record, found)
  throw new RedislabError('OPTION_INVALID', `A failover by ${manner} is for replicas of a cluster.`, {
    suggestions: [
      featuresOf(record.server).coordinatedFailover
        ? 'Without losing a write: redislab failover --coordinated'
        : 'Sentinel has one way alone: leave it out.',
    ],
  })
}
