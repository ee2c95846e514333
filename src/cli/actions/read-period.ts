import {
  isTimeOfDay,
  type Period,
  type PeriodText,
  parseMoment,
  parsePeriodBefore,
} from '../../core/time/moment.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {checkPeriod} from '../flags/log-flags.ts'

/**
 * From when until when logs are to be read. Of an opened deployment a time of day belongs to the days of its logs, and `5m` is five
 * minutes before their end.
 *
 * @param remark gets a sentence that says which day is meant, where it was not said
 * @throws RedislabError OPTION_INVALID
 */
export async function readPeriod(
  deployment: Deployment,
  {since, until}: PeriodText,
  remark: (text: string) => void,
): Promise<Period> {
  const isOpened = deployment.record.opened !== undefined && (since ?? until) !== undefined
  const end = isOpened ? await findEnd(deployment) : undefined
  const now = Date.now()
  const read = (text: string | undefined) => (text === undefined ? undefined : parseMoment(text, now))
  const period =
    end === undefined ? {since: read(since), until: read(until)} : parsePeriodBefore({since, until}, end)
  checkPeriod(period)
  if (end !== undefined && [since, until].some((text) => text !== undefined && isTimeOfDay(text)))
    remark(`Shown ${describe(period)}, by the last day of these logs.`)
  return period
}

async function findEnd(deployment: Deployment): Promise<number | undefined> {
  const {findLastLine} = await import('../../engine/timeline/last-line.ts')
  return await findLastLine(deployment)
}

function describe({since, until}: Period): string {
  const parts = [
    since === undefined ? '' : `from ${dayAndTime(since)}`,
    until === undefined ? '' : `until ${dayAndTime(until)}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** Times of an opened deployment are kept as if their clocks were at UTC: see `useLogTimes`. */
function dayAndTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}
