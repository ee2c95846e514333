const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A leap year far away: what a line without a year is put in, so that 29 Feb is a day. */
export const unknownYear = 1972

export interface Stamp {
  /** Milliseconds since 1970, read as if the clock were at UTC. */
  readonly at: number
  readonly hasYear: boolean
}

/**
 * The times that Redis writes: `26 Jan 2022 12:52:35.030`; without the year before 5.0, without milliseconds before 2.6
 * (log.c and redis.c: strftime of `%d %b %H:%M:%S.`). As a regular expression without groups.
 */
export const stampPattern = String.raw`\d{1,2} (?:${months.join('|')})(?: \d{4})? \d{2}:\d{2}:\d{2}(?:\.\d{1,3})?`

const parts = new RegExp(
  String.raw`^(\d{1,2}) (${months.join('|')})(?: (\d{4}))? (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?$`,
)

/** @returns undefined when the text is no stamp */
export function parseStamp(text: string): Stamp | undefined {
  const match = parts.exec(text)
  if (match === null) return undefined
  const [, day, month = '', year, hour, minute, second, ms = '0'] = match
  const at = Date.UTC(
    year === undefined ? unknownYear : Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(ms.padEnd(3, '0')),
  )
  return {at, hasYear: year !== undefined}
}

/** A time that names its month by number and no year. @returns undefined when there is no such month */
export function parseMonthDay(month: number, day: number, time: string): Stamp | undefined {
  const name = months[month - 1]
  return name === undefined ? undefined : parseStamp(`${day} ${name} ${time}`)
}

/** The time of `Wed Nov 10 03:52:47 2021`, as ctime writes it and sentinels do in "Next failover delay". */
export function parseCtime(text: string): number | undefined {
  const match = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$/.exec(text)
  if (match === null) return undefined
  const [, month, day, time, year] = match
  return parseStamp(`${day} ${month} ${year} ${time}`)?.at
}

/** A moment as Redis writes it: `26 Jan 2022 12:52:35.030`. @param at milliseconds since 1970, on a clock at UTC */
export function formatStamp(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = `${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${String(date.getUTCFullYear()).padStart(4, '0')}`
  return `${day} ${time}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`
}
