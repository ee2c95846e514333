import {formatStamp, parseStamp, stampPattern} from '../../../src/core/evidence/stamp.ts'

/** The same log as a clock would have stamped it that is ahead by so much. */
export function shiftLog(text: string, ms: number): string {
  return text.replace(new RegExp(stampPattern, 'g'), (stamp) => {
    const found = parseStamp(stamp)
    return found === undefined ? stamp : formatStamp(found.at + ms)
  })
}
