import {RedislabError} from '../errors/errors.ts'

/** The zone that a clock shows: `+02:00`, or a place such as `Europe/Berlin`, where it changes over the year. */
export type Zone = string

/** That the clock of an instance shows a zone; of all instances where none is named. */
export interface ZoneSetting {
  readonly instance: string | undefined
  readonly zone: Zone
}

const minuteMs = 60_000
/** Zones differ by quarters of an hour. */
export const zoneStepMs = 15 * minuteMs
const furthestMinutes = 14 * 60

/**
 * Reads what `--zone` takes: `n1=+02:00`, `n1=Europe/Berlin`, or a zone alone for all instances.
 *
 * @throws RedislabError OPTION_INVALID
 */
export function parseZoneSetting(text: string): ZoneSetting {
  const equals = text.lastIndexOf('=')
  const instance = equals === -1 ? undefined : text.slice(0, equals).trim()
  const zone = parseZone(text.slice(equals + 1).trim())
  if (zone !== undefined && instance !== '') return {instance, zone}
  throw new RedislabError(
    'OPTION_INVALID',
    zone === undefined ? `"${text}" names no time zone.` : `"${text}" names no instance before the =.`,
    {suggestions: ['Write NODE=+02:00 or NODE=Europe/Berlin; without NODE= it is the zone of all.']},
  )
}

/** A zone in one form; undefined when the text is none. */
export function parseZone(text: string): Zone | undefined {
  if (/^(?:Z|UTC|GMT)$/i.test(text)) return '+00:00'
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(text)
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
    return minutes > furthestMinutes
      ? undefined
      : formatOffset((match[1] === '-' ? -1 : 1) * minutes * minuteMs)
  }
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)+$/.test(text)) return undefined
  try {
    return new Intl.DateTimeFormat('en', {timeZone: text}).resolvedOptions().timeZone
  } catch {
    // That is how it says that there is no such place.
    return undefined
  }
}

/** `+02:00` of 7,200,000 ms. */
export function formatOffset(ms: number): Zone {
  const minutes = Math.round(Math.abs(ms) / minuteMs)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/**
 * How far a clock of this zone is ahead of UTC, in ms.
 *
 * @param at milliseconds since 1970 as the clock shows them, read as if it were at UTC
 */
export function offsetOf(zone: Zone, at: number): number {
  const fixed = /^([+-])(\d{2}):(\d{2})$/.exec(zone)
  if (fixed !== null)
    return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * minuteMs
  // The offset belongs to a moment, and the clock shows that moment with its offset: twice is near enough but in the hour
  // that a change repeats, which no zone decides.
  const first = offsetAt(zone, at)
  return offsetAt(zone, at - first)
}

const formats = new Map<Zone, Intl.DateTimeFormat>()

function offsetAt(zone: Zone, moment: number): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en', {timeZone: zone, timeZoneName: 'longOffset'})
  formats.set(zone, format)
  const name = format.formatToParts(moment).find(({type}) => type === 'timeZoneName')?.value ?? 'GMT'
  const offset = parseZone(name)
  return offset === undefined || !/^[+-]/.test(offset) ? 0 : offsetOf(offset, moment)
}
