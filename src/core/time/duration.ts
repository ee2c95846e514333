import {RedislabError} from '../errors/errors.ts'

const unitMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000}

/**
 * Reads a duration such as `200ms`, `5s`, `1.5s`, `2m` or `1h`. A number needs its unit.
 *
 * @param where names the argument in the error
 * @returns milliseconds, a whole number
 * @throws RedislabError OPTION_INVALID when the text is not a duration
 */
export function parseDuration(text: string, where?: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min|m|h)$/.exec(text.trim())
  const unit = unitMs[match?.[2] ?? '']
  const ms = Math.round(Number(match?.[1]) * (unit ?? Number.NaN))
  if (!Number.isSafeInteger(ms) || ms > 365 * 24 * 3_600_000) {
    const name = where === undefined ? '' : `${where}: `
    throw new RedislabError('OPTION_INVALID', `${name}"${text}" is not a duration.`, {
      suggestions: ['Write a number and a unit: 200ms, 5s, 1.5s, 2m, 1h.'],
    })
  }
  return ms
}

/** Writes milliseconds as a person would: `740 ms`, `1.04 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  // Each limit is where rounding would reach the next form: never `1000 ms` or `60.0 s`.
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`
}

/** Writes what lies between two durations: `398 ms to 1.27 s`, `1 min 35 s` where no difference would be seen, `at least 5.00 s` without an end. */
export function formatRange(leastMs: number, mostMs: number): string {
  const least = formatDuration(leastMs)
  if (!Number.isFinite(mostMs)) return `at least ${least}`
  const most = formatDuration(mostMs)
  return least === most ? least : `${least} to ${most}`
}
