import type {TimelineEntry} from './entry.ts'

/** Of the lines of a server whose words are known, far more are recognised: 99.5 % and more. */
const leastShare = 0.9

/**
 * Why it proves nothing that an event was not seen: too few of the lines of these logs are known.
 *
 * @returns undefined when they are known well enough
 */
export function whyNotJudgeable(entries: readonly TimelineEntry[]): string | undefined {
  const told = entries.filter(
    ({source, level}) => source === 'log' && (level === 'raw' || level === 'notice' || level === 'warning'),
  )
  const known = told.filter(({kind}) => kind !== 'unknown').length
  if (told.length > 0 && known / told.length >= leastShare) return undefined
  return `this cannot be judged here: redislab knows ${known} of the ${told.length} lines that these servers logged`
}
