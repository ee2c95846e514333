import {parseStamp, stampPattern} from '../../../src/core/evidence/stamp.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The same log as a clock would have stamped it that is ahead by so much. */
export function shiftLog(text: string, ms: number): string {
  return text.replace(new RegExp(stampPattern, 'g'), (stamp) => {
    const found = parseStamp(stamp)
    return found === undefined ? stamp : formatStamp(found.at + ms)
  })
}

/** A time as Redis writes it: `26 Jan 2022 12:52:35.030`. */
export function formatStamp(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${day} ${time}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`
}
