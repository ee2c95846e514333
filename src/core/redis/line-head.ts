import {stampBytes} from './lines/layout.ts'

/** Who writes a line: X a sentinel, C a child that saves, S a replica, M a master. */
export type RoleLetter = 'X' | 'C' | 'S' | 'M'
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning'

/** No head takes more bytes. */
export const longestHead = 64

const signalHandlerMark = new TextEncoder().encode('signal-handler (')
const [space, colon, zero] = [32, 58, 48]
const [letterM, letterS, letterX, letterC, letterSmallS] = [77, 83, 88, 67, 115]
const [dot, dash, star, hash] = [46, 45, 42, 35]

/** Who a letter byte stands for: nobody is known for 0. */
export function letterOf(byte: number): RoleLetter | undefined {
  switch (byte) {
    case letterM:
      return 'M'
    case letterS:
      return 'S'
    case letterX:
      return 'X'
    case letterC:
      return 'C'
    default:
      return undefined
  }
}

/** The level that a mark stands for. */
export function levelOf(byte: number): LogLevel | 'raw' {
  switch (byte) {
    case dot:
      return 'debug'
    case dash:
      return 'verbose'
    case star:
      return 'notice'
    case hash:
      return 'warning'
    default:
      return 'raw'
  }
}

/** What stands before the message of a line, read where the line stands. One serves for all lines: there may be millions. */
export class LineHead {
  /** The bytes that the line is a part of, and where it ends. */
  bytes: Uint8Array = new Uint8Array()
  to = 0
  /** The letter that says who wrote it, and the mark that says how much it matters; 0 when there is none. */
  letterByte = 0
  markByte = 0
  /** Where the message begins. */
  end = 0
  #from = 0
  /** Where the stamp begins, or what else tells the time. */
  #stamp = 0
  /** Lines come in the order of time: most are of the same day as the one before. */
  readonly #day = {year: -1, month: -1, day: -1, at: 0}

  /** Reads a line, and says whether it looks like a line of a log. Its time is read when it is asked for. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.bytes = bytes
    this.to = to
    this.#from = from
    if (this.#readLine(bytes, from, to)) return true
    this.letterByte = 0
    this.markByte = 0
    this.end = from
    return false
  }

  get roleLetter(): RoleLetter | undefined {
    return letterOf(this.letterByte)
  }

  /** `raw`: not a log line of its own, and all of it is message. */
  get level(): LogLevel | 'raw' {
    return levelOf(this.markByte)
  }

  get pid(): number {
    return numberAt(this.bytes, this.#from, this.bytes.indexOf(colon, this.#from))
  }

  /** Milliseconds since 1970; NaN when there is no such time, and so this is no line of a log. */
  get at(): number {
    const {bytes} = this
    const stamp = this.#stamp
    if (this.letterByte === 0) return numberAt(bytes, stamp, this.end - 2) * 1000
    const hour = twoDigitsAt(bytes, stamp + 12)
    const minute = twoDigitsAt(bytes, stamp + 15)
    const second = twoDigitsAt(bytes, stamp + 18)
    const tenths = twoDigitsAt(bytes, stamp + 21)
    const rest = (bytes[stamp + 23] as number) - zero
    // Negative where there is no digit.
    if ((hour | minute | second | tenths | rest) < 0 || rest > 9) return Number.NaN
    return this.#dayAt(stamp) + ((hour * 60 + minute) * 60 + second) * 1000 + tenths * 10 + rest
  }

  /** When the day began of the line whose time was read last. */
  get dayAt(): number {
    return this.#day.at
  }

  #readLine(bytes: Uint8Array, from: number, to: number): boolean {
    let position = from
    while (isDigit(bytes[position])) position++
    if (position === from || position > from + 10 || bytes[position] !== colon) return false
    const stamp = position + 3
    const letter = bytes[position + 1] as number
    if (letter === letterSmallS) return this.#readSignalHandler(position + 1)
    if (letter !== letterM && letter !== letterS && letter !== letterX && letter !== letterC) return false
    if (stamp + stampBytes > to || bytes[stamp + 26] !== space) return false
    const mark = bytes[stamp + 25] as number
    if (mark !== dot && mark !== dash && mark !== star && mark !== hash) return false
    this.letterByte = letter
    this.markByte = mark
    this.#stamp = stamp
    this.end = stamp + stampBytes
    return true
  }

  /** `8212:signal-handler (1587068022) Received SIGTERM scheduling shutdown...`: whole seconds, no role, no level. */
  #readSignalHandler(start: number): boolean {
    const {bytes, to} = this
    if (signalHandlerMark.some((byte, index) => bytes[start + index] !== byte)) return false
    const from = start + signalHandlerMark.length
    let end = from
    while (isDigit(bytes[end])) end++
    if (end === from || end > from + 11 || end + 2 > to) return false
    if (bytes[end] !== closing || bytes[end + 1] !== space) return false
    this.letterByte = 0
    this.markByte = hash
    this.#stamp = from
    this.end = end + 2
    return true
  }

  /** Without Date for each line: it would take longer than all the rest. */
  #dayAt(stamp: number): number {
    const {bytes} = this
    const known = this.#day
    const day = ((bytes[stamp] as number) << 8) | (bytes[stamp + 1] as number)
    const month = wordAt(bytes, stamp + 3) >> 8
    const year = wordAt(bytes, stamp + 7)
    if (day === known.day && month === known.month && year === known.year) return known.at
    const index = months.indexOf(String.fromCharCode(month >> 16, (month >> 8) & 255, month & 255))
    const dayOfMonth = numberAt(bytes, stamp, stamp + 2)
    const at = index < 0 ? Number.NaN : Date.UTC(numberAt(bytes, stamp + 7, stamp + 11), index, dayOfMonth)
    if (!Number.isNaN(at)) Object.assign(known, {year, month, day, at})
    return at
  }
}

const closing = 41
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= zero + 9
}

/** Negative when they are no digits. */
function twoDigitsAt(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - zero
  const ones = (bytes[at + 1] as number) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

function wordAt(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16)
  return high | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
}

function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let position = from; position < to; position++) {
    const digit = (bytes[position] ?? 0) - zero
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
