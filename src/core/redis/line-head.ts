/** Who writes a line: X a sentinel, C a child that saves, S a replica, M a master. */
export type RoleLetter = 'X' | 'C' | 'S' | 'M'
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning'

/** No head takes more bytes. */
export const longestHead = 64

const signalHandlerMark = new TextEncoder().encode('signal-handler (')
/** After "pid:R ": "16 Apr 2020 20:20:29.108 * ". Every column is fixed. */
const stampLength = 27
const [space, colon, zero] = [32, 58, 48]
const [letterM, letterS, letterX, letterC, letterSmallS] = [77, 83, 88, 67, 115]
const [dot, dash, star, hash] = [46, 45, 42, 35]

/** What stands before the message of a line, read where the line stands. One serves for all lines: there may be millions. */
export class LineHead {
  /** The bytes that the line is a part of, and where it ends. */
  bytes: Uint8Array = new Uint8Array()
  to = 0
  roleLetter: RoleLetter | undefined = undefined
  /** `raw`: not a log line of its own, and all of it is message. */
  level: LogLevel | 'raw' = 'raw'
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
    this.roleLetter = undefined
    this.level = 'raw'
    this.end = from
    return false
  }

  get pid(): number {
    return numberAt(this.bytes, this.#from, this.bytes.indexOf(colon, this.#from))
  }

  /** Milliseconds since 1970; NaN when there is no such time, and so this is no line of a log. */
  get at(): number {
    const {bytes} = this
    const stamp = this.#stamp
    if (this.roleLetter === undefined) return numberAt(bytes, stamp, this.end - 2) * 1000
    const hour = numberAt(bytes, stamp + 12, stamp + 14)
    const minute = numberAt(bytes, stamp + 15, stamp + 17)
    const second = numberAt(bytes, stamp + 18, stamp + 20)
    const ms = numberAt(bytes, stamp + 21, stamp + 24)
    return this.#dayAt(stamp) + ((hour * 60 + minute) * 60 + second) * 1000 + ms
  }

  #readLine(bytes: Uint8Array, from: number, to: number): boolean {
    let position = from
    while (isDigit(bytes[position])) position++
    if (position === from || position > from + 10 || bytes[position] !== colon) return false
    const stamp = position + 3
    switch (bytes[position + 1]) {
      case letterM:
        this.roleLetter = 'M'
        break
      case letterS:
        this.roleLetter = 'S'
        break
      case letterX:
        this.roleLetter = 'X'
        break
      case letterC:
        this.roleLetter = 'C'
        break
      case letterSmallS:
        return this.#readSignalHandler(position + 1)
      default:
        return false
    }
    if (stamp + stampLength > to || bytes[stamp + 26] !== space) return false
    switch (bytes[stamp + 25]) {
      case dot:
        this.level = 'debug'
        break
      case dash:
        this.level = 'verbose'
        break
      case star:
        this.level = 'notice'
        break
      case hash:
        this.level = 'warning'
        break
      default:
        return false
    }
    this.#stamp = stamp
    this.end = stamp + stampLength
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
    this.roleLetter = undefined
    this.level = 'warning'
    this.#stamp = from
    this.end = end + 2
    return true
  }

  /** Without Date for each line: it would take longer than all the rest. */
  #dayAt(stamp: number): number {
    const {bytes} = this
    const known = this.#day
    const day = numberAt(bytes, stamp, stamp + 2)
    const month = ((bytes[stamp + 3] ?? 0) << 16) | ((bytes[stamp + 4] ?? 0) << 8) | (bytes[stamp + 5] ?? 0)
    const year = numberAt(bytes, stamp + 7, stamp + 11)
    if (day === known.day && month === known.month && year === known.year) return known.at
    const index = months.indexOf(String.fromCharCode(month >> 16, (month >> 8) & 255, month & 255))
    const at = index < 0 ? Number.NaN : Date.UTC(year, index, day)
    if (!Number.isNaN(at)) Object.assign(known, {year, month, day, at})
    return at
  }
}

const closing = 41
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= zero + 9
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
