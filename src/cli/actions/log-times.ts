import process from 'node:process'
import type {Deployment} from '../../engine/deployment/deployment.ts'

/**
 * Times of an opened deployment are shown, and typed, as its logs have them, wherever the reader is: the logs say no zone,
 * and are kept as if their clocks were at UTC.
 */
export function useLogTimes({record}: Deployment): void {
  if (record.opened !== undefined) process.env['TZ'] = 'UTC'
}
