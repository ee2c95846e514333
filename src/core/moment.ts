import {parseDuration} from './duration.ts'
import {hasErrorCode, RedislabError} from './errors.ts'

const dayMs = 86_400_000
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/
/** A day, alone or with a time, of this time zone or of one that is named. */
const calendar = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * Reads a moment: how long ago it was (`30s`), a time of day (`23:58`, `23:58:30.5`: the last time that it was so late), or
 * a date with or without a time (`2026-11-05T23:58`). Local time, unless a time zone is written.
 *
 * @returns milliseconds since 1970
 * @throws RedislabError OPTION_INVALID
 */
export function parseMoment(text: string, now: number): number {
  const trimmed = text.trim()
  const moment = parseClock(trimmed, now) ?? parseDate(trimmed)
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

function parseClock(text: string, now: number): number | undefined {
  const match = clock.exec(text)
  if (match === null) return undefined
  const [hours, minutes, seconds] = match.slice(1, 4).map((digits) => Number(digits ?? 0))
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const ms = Number((match[4] ?? '').padEnd(3, '0'))
  const today = new Date(now)
  today.setHours(hours, minutes, seconds, ms)
  if (today.getTime() <= now) return today.getTime()
  const yesterday = new Date(now - dayMs)
  yesterday.setHours(hours, minutes, seconds, ms)
  return yesterday.getTime()
}

function parseDate(text: string): number | undefined {
  if (!calendar.test(text)) return undefined
  // A date alone would be read as one of UTC.
  const moment = Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'))
  return Number.isNaN(moment) ? undefined : moment
}
