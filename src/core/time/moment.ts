import {hasErrorCode, RedislabError} from '../errors/errors.ts'
import {parseDuration} from './duration.ts'

const dayMs = 86_400_000
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/
/** A day, alone or with a time, of this time zone or of one that is named. */
const calendar = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Which end of what is named: `23:58` is a minute, `23:58:07` a second, a date alone a day. */
export type MomentEnd = 'first' | 'last'

/**
 * Reads a moment: how long ago it was (`30s`), a time of day (`23:58`, `23:58:30.5`: its last occurrence), or a date with
 * or without a time (`2026-11-05T23:58`). A moment without a time zone is in local time.
 *
 * @param now milliseconds since 1970
 * @param end whether the first or the last millisecond of the named minute, second or day is meant
 * @returns milliseconds since 1970
 * @throws RedislabError OPTION_INVALID
 */
export function parseMoment(text: string, now: number, end: MomentEnd = 'first'): number {
  const trimmed = text.trim()
  const moment = parseClock(trimmed, now, end) ?? parseDate(trimmed, end)
  if (moment !== undefined) return moment
  try {
    return now - parseDuration(trimmed)
  } catch (error) {
    if (!hasErrorCode(error, 'OPTION_INVALID')) throw error
    throw new RedislabError('OPTION_INVALID', `"${text}" is neither a duration nor a time.`, {
      suggestions: [
        'Write how long ago (30s, 5m, 1h), a time (23:58, 23:58:30) or a date (2026-11-05T23:58).',
      ],
    })
  }
}

/** Whether a text is a time without a day. */
export function isTimeOfDay(text: string): boolean {
  return clock.test(text.trim())
}

/** The period that was asked for: texts that `parseMoment` reads. */
export interface PeriodText {
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** Milliseconds since 1970. */
export interface Period {
  readonly since: number | undefined
  readonly until: number | undefined
}

/**
 * Reads a period of something that has ended, as last night's logs. A time of day is that of its last day: `since` the last one before the
 * end, `until` the first one after `since`, or that of the last day. How long ago something was counts from the end.
 *
 * @param end milliseconds since 1970
 * @throws RedislabError OPTION_INVALID
 */
export function parsePeriodBefore({since: first, until: last}: PeriodText, end: number): Period {
  const since = first === undefined ? undefined : parseMoment(first, end)
  if (last === undefined || !isTimeOfDay(last))
    return {since, until: last === undefined ? undefined : parseMoment(last, end)}
  const day = new Date(since ?? end)
  // The last one before the end of the day is the one on that day.
  const until = parseMoment(last, day.setHours(23, 59, 59, 999))
  return {
    since,
    until: since !== undefined && until < since ? parseMoment(last, day.getTime() + dayMs) : until,
  }
}

function parseClock(text: string, now: number, end: MomentEnd): number | undefined {
  const match = clock.exec(text)
  if (match === null) return undefined
  const [hours, minutes, seconds] = match.slice(1, 4).map((digits) => Number(digits ?? 0))
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const ms = Number((match[4] ?? '').padEnd(3, '0'))
  const rest = end === 'last' ? lengthMs(text) - 1 : 0
  for (const day of [now, now - dayMs]) {
    const moment = new Date(day)
    moment.setHours(hours, minutes, seconds, ms)
    // What has begun counts as past.
    if (moment.getTime() <= now) return moment.getTime() + rest
  }
  return undefined
}

function parseDate(text: string, end: MomentEnd): number | undefined {
  if (!calendar.test(text)) return undefined
  // A date alone would be read as one of UTC.
  const moment = Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'))
  if (Number.isNaN(moment)) return undefined
  return end === 'first' ? moment : moment + lengthMs(text) - 1
}

/** How long the named day, minute, second or millisecond lasts. */
function lengthMs(text: string): number {
  if (text.includes('.')) return 1
  const colons = /(\d{1,2}:\d{2}(?::\d{2})?)(?:Z|[+-].*)?$/.exec(text)?.[1]?.split(':').length ?? 0
  return colons === 3 ? 1000 : colons === 2 ? 60_000 : dayMs
}
