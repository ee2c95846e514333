import {RedislabError} from './errors.ts'

/**
 * Reads a moment: `23:58`, `23:58:07.250`, the last time that a clock showed that in this zone; or a date with a time,
 * `2026-03-01T23:58:07`, with `Z` or an offset for another zone.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970: the end of what was named, the last minute, second or millisecond of it
 * @throws RedislabError OPTION_INVALID when the text is no moment
 */
export function parseMoment(text: string, now: number): number {
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?$/.exec(text.trim())
  if (time !== null) {
    const [hours, minutes, seconds = 59, ms = 999] = time
      .slice(1)
      .map((part) => (part === undefined ? part : Number(part)))
    const moment = new Date(now)
    moment.setHours(hours ?? 0, minutes ?? 0, seconds, ms)
    const isTime = (hours ?? 24) < 24 && (minutes ?? 60) < 60 && seconds < 60
    if (isTime) {
      // The minute that has begun counts as past.
      if (moment.getTime() > now + 60_000) moment.setDate(moment.getDate() - 1)
      return moment.getTime()
    }
  }
  const date = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN
  if (!Number.isNaN(date)) return date
  throw new RedislabError('OPTION_INVALID', `"${text}" is not a moment.`, {
    suggestions: ['Write a time of day, 23:58 or 23:58:07, or a date with a time: 2026-03-01T23:58:07.'],
  })
}
