import path from 'node:path'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'

/** Whether a record cannot be read since it is broken, not since it is of a newer redislab or somebody else's. */
export function isDamaged(error: unknown): boolean {
  return hasErrorCode(error, 'STATE_UNREADABLE') && error.details?.['reason'] === 'damaged'
}

/** The error for a link where the folder of a deployment should be. */
export function linkRefused(directory: string): RedislabError {
  return new RedislabError(
    'STATE_UNREADABLE',
    `${directory} is a symbolic link, and redislab follows none here.`,
    {
      suggestions: ['Remove the link, or move the folder that it leads to in its place.'],
      details: {path: directory, reason: 'denied'},
    },
  )
}

/** The error for what stands in the state folder and cannot be used. */
export function unreadable(
  file: string,
  problem: string,
  reason: 'damaged' | 'newer' | 'denied',
  cause?: unknown,
): RedislabError {
  return new RedislabError('STATE_UNREADABLE', `${file} cannot be used: ${problem}.`, {
    suggestions:
      reason === 'damaged'
        ? [
            `redislab down --name ${path.basename(path.dirname(file))} removes it, after ending the processes that are surely its own.`,
          ]
        : reason === 'newer'
          ? ['Use the redislab that it was started with, or a newer one.']
          : ['Use redislab as the user who started it.'],
    details: {path: file, reason},
    cause,
  })
}
