import {RedislabError} from '../../core/errors/errors.ts'
import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import {isOutOfSight} from '../host/whereabouts.ts'
import type {DeploymentRecord} from './record-schema.ts'

/**
 * Whether all that may run of a deployment can be seen from here, and was not started in another container or on another
 * machine. What was stopped (`down --keep`) does not run anywhere.
 */
export function isInSight({processes}: DeploymentRecord): boolean {
  return Object.values(processes).every(
    ({process, stopped}) => process === null || stopped || !isOutOfSight(process.startedAt),
  )
}

/**
 * What cannot be seen is not to be changed: it may run.
 *
 * @throws RedislabError PROCESSES_HIDDEN
 */
export function requireInSight(record: DeploymentRecord, directory: string): void {
  if (isInSight(record)) return
  throw new RedislabError('PROCESSES_HIDDEN', `"${record.plan.name}" ${outOfSight}.`, {
    suggestions: [
      'Use redislab where it was started.',
      `If that is gone, remove what is left of it: rm -r ${quoteForShell(directory)}`,
    ],
    details: {deployment: record.plan.name, path: directory},
  })
}

/** Why nothing is known of it: what stands behind its name. */
export const outOfSight =
  'was started in another container, or on another machine: its processes cannot be seen from here'
