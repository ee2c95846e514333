/** A part of the period of a page, in milliseconds from its beginning. */
export interface Span {
  readonly from: number
  readonly to: number
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000]
const longSteps = [120_000, 300_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 86_400_000]

/** The moments that an axis names: round ones, counted from `zero`, and at most so many. */
export function ticksOf({from, to}: Span, most: number, zero: number): readonly number[] {
  const wanted = (to - from) / Math.max(most, 1)
  const step = [...steps, ...longSteps].find((one) => one >= wanted) ?? 604_800_000
  const first = Math.ceil((from - zero) / step) * step + zero
  const ticks: number[] = []
  for (let at = first; at <= to; at += step) ticks.push(at)
  return ticks
}

/** `+2.31 s`, `−120 ms`, `+3:05` */
export function formatOffset(ms: number, precision: number): string {
  const sign = ms < 0 ? '−' : '+'
  const size = Math.abs(ms)
  if (size < 0.5) return '0'
  if (precision < 10 || size < 1000) return `${sign}${Math.round(size)} ms`
  if (size < 60_000) return `${sign}${(size / 1000).toFixed(precision < 100 ? 2 : 1)} s`
  const seconds = Math.round(size / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(rest).padStart(2, '0')}`
  return `${sign}${hours > 0 ? `${hours}:` : ''}${tail}`
}

/** The same to the millisecond, for lists of lines: `+2.310 s`. */
export function formatExactOffset(ms: number): string {
  const size = Math.abs(ms)
  if (size >= 60_000) return formatOffset(ms, 1000)
  return `${ms < 0 ? '−' : '+'}${(size / 1000).toFixed(3)} s`
}

/** The time of day, in the zone of the browser: `09:35:31.280`. */
export function formatClock(at: number): string {
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** `1930 ms` below ten seconds, `12.4 s` from there on. */
export function formatMs(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** `312 B`, `4.1 kB`, `12 MB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`
}

/** The day and the time, as they are written in logs: `2026-11-30 09:35:31`. */
export function formatDay(at: number): string {
  const date = new Date(at)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return `${day.map((number) => String(number).padStart(2, '0')).join('-')} ${formatClock(at).slice(0, -4)}`
}

/** A span that lies within a period and is not smaller than can be told apart. */
export function clampSpan({from, to}: Span, whole: Span): Span {
  const width = Math.min(Math.max(to - from, 5), whole.to - whole.from)
  const start = Math.min(Math.max(from, whole.from), whole.to - width)
  return {from: start, to: start + width}
}

/** A span that is so many times as wide, around a moment that stays in its place. */
export function zoomSpan({from, to}: Span, factor: number, around: number): Span {
  return {from: around - (around - from) * factor, to: around + (to - around) * factor}
}
